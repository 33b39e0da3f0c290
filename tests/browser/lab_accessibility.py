"""What the browser can tell of accessibility: axe-core's rules, the focus, and nothing cut off."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

from tests.browser.lab import LessonPage

# What bonelab draws; the rest of the page is Lab's.
PARTS = (".bonelab-app", ".bonelab-predict", ".bonelab-progress")
THEMES = ("JupyterLab Light", "JupyterLab Dark")
BAD = ("serious", "critical")
NOT_TOLD = ("only non-text characters", "partially obscured")
LEAST_CONTRAST = 3  # of what is no text (WCAG 2.2, 1.4.11)
# Lab's page has no height of its own, so that axe takes all that is on it for hidden; nor does
# it look at what is scrolled away. So the page gets a height, and the window that of the lesson.
FOR_AXE = """html, body { height: 100% !important; }
select { background-image: none !important; }  /* the arrow of a menu, beside its text */"""
CONTENT_HEIGHT = """() => Math.ceil(window.jupyterapp.shell.currentWidget.node
    .querySelector('.jp-WindowedPanel-viewport').getBoundingClientRect().height)"""
SETTLED = 300  # milliseconds
TO_THE_TOP = """() => document.querySelectorAll('.jp-WindowedPanel-outer')
    .forEach((panel) => panel.scrollTo(0, 0))"""
FRAME = 200  # pixels of Lab above and below a lesson
CHANGE_THEME = """async (theme) => {
    await window.jupyterapp.commands.execute('apputils:change-theme', {theme});
}"""
THEME_IS_THERE = """(theme) => document.body.dataset.jpThemeName === theme
    && getComputedStyle(document.body).getPropertyValue('--jp-brand-color1') !== ''"""
# For each element that can have the focus: what is wrong with its outline.
FOCUS = """([parts, least]) => {
    const rgba = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const luminance = (colour) => rgba(colour).slice(0, 3)
        .map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + [0.2126, 0.7152, 0.0722][i] * c, 0);
    const ground = (node) => {
        for (; node; node = node.parentElement) {
            const colour = getComputedStyle(node).backgroundColor;
            if ((rgba(colour)[3] ?? 1) > 0.99) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const contrast = (a, b) => {
        const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (high + 0.05) / (low + 0.05);
    };
    const wrong = [];
    const focusable = 'button, select, input, [tabindex="0"], [contenteditable=true]';
    for (const part of document.querySelectorAll(parts)) {
        for (const node of part.querySelectorAll(focusable)) {
            if (node.disabled || !node.checkVisibility()) continue;
            node.focus();
            const style = getComputedStyle(node);
            const seen = contrast(style.outlineColor, ground(part));
            if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) {
                wrong.push(`no outline: ${node.outerHTML.slice(0, 120)}`);
            } else if (seen < least) {
                wrong.push(`contrast ${seen.toFixed(1)}: ${node.outerHTML.slice(0, 120)}`);
            }
        }
    }
    document.activeElement.blur();
    return wrong;
}"""
CUT_OFF = """(parts) => [...document.querySelectorAll(parts)]
    .flatMap((part) => [part, ...part.querySelectorAll('.widget-box, .widget-html-content')])
    .filter((box) => !box.matches('.bonelab-frame'))  // a large picture scrolls
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
    .map((box) => `${box.scrollWidth} > ${box.clientWidth}: ${box.className}`)"""


def set_theme(lesson: LessonPage, theme: str) -> None:
    """Change the theme of Lab and wait until the page has it."""
    lesson.page.evaluate(CHANGE_THEME, theme)
    lesson.page.wait_for_function(THEME_IS_THERE, arg=theme)
    lesson.wait_for_kernel()


def set_width(lesson: LessonPage, width: int) -> None:
    """Make the window as wide as this, in pixels, and so high that the whole lesson is in it."""
    lesson.page.set_viewport_size({"width": width, "height": 1000})
    lesson.wait_for_kernel()
    height = 0
    while (now := lesson.page.evaluate(CONTENT_HEIGHT)) != height:  # pictures come one by one
        height = now
        lesson.page.set_viewport_size({"width": width, "height": height + FRAME})
        lesson.wait_for_kernel()
        lesson.page.wait_for_timeout(SETTLED)
    lesson.page.evaluate(TO_THE_TOP)
    lesson.page.wait_for_timeout(SETTLED)


def violations(lesson: LessonPage) -> list[str]:
    """Return every serious or critical violation of axe's rules in what bonelab draws.

    A contrast that axe cannot tell counts as one, but for a sign that is no text and for what
    something else happens to lie over.
    """
    lesson.page.add_style_tag(content=FOR_AXE)
    there = [[part] for part in PARTS if lesson.page.locator(part).count()]
    kinds = {"resultTypes": ["violations", "incomplete"]}
    found = Axe().run(lesson.page, context={"include": there}, options=kinds).response
    unsure = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
    return [
        f"{rule['id']}: {node['html'][:200]} {[why['message'] for why in node['any']]}"
        for rule in found["violations"] + unsure
        if rule["impact"] in BAD
        for node in rule["nodes"]
        if not any(reason in why["message"] for why in node["any"] for reason in NOT_TOLD)
    ]


def hidden_focus(lesson: LessonPage) -> list[str]:
    """Return what does not show that it has the focus."""
    lesson.page.keyboard.press("Tab")  # from now on the focus is the keyboard's, and shown
    return lesson.page.evaluate(FOCUS, [", ".join(PARTS), LEAST_CONTRAST])


def cut_off(lesson: LessonPage) -> list[str]:
    """Return what is wider than its place."""
    return lesson.page.evaluate(CUT_OFF, ", ".join(PARTS))
