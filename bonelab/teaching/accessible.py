"""What a screen reader and a keyboard need of an app or a prediction, and ipywidgets leaves out.

A widget cannot give a slider its name or a picture its alternative text from Python. So each app
and each prediction carries a few lines of JavaScript for its own part of the page, as the output
of an `Output` widget, which every Jupyter runs. Where it does not run (a host that strips it), a
picture still has its text as its title, and only the names of the sliders are missing.
"""

import ipywidgets as widgets
from traitlets import Unicode

NARROWEST = 600  # pixels: in a picture that is narrower the text is too small to read
# What has the focus is outlined in the colour of the text, against rules of Lab that forbid it.
FOCUS = """
.{part} :is(button, select, input, a, [tabindex], [contenteditable]):focus-visible {{
    outline: 3px solid var(--jp-ui-font-color0, CanvasText) !important; outline-offset: 1px;
}}
.{part}, .{part} .widget-box {{ overflow: visible; }}  /* else the outline is cut off */
.{part} .bonelab-frame {{ overflow-x: auto; }}
.bonelab-frame > img {{ max-width: calc(100% - 4px); }}  /* less its margins */
"""
COMPLETE = """
const put = (node, name, text) => {
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
};
const complete = (root) => {
    // A slider is named by the label before it, and its value is what its readout says.
    for (const slider of root.querySelectorAll('.widget-slider')) {
        const name = slider.querySelector('.widget-label').textContent;
        const readout = slider.querySelector('.widget-readout');
        const handles = slider.querySelectorAll('[role=slider]');
        const ends = handles.length > 1 ? [', from', ', to'] : [''];
        handles.forEach((handle, i) => put(handle, 'aria-label', name + ends[i]));
        if (handles.length === 1) put(handles[0], 'aria-valuetext', readout.textContent);
        if (readout.isContentEditable) {
            put(readout, 'role', 'textbox');
            put(readout, 'aria-label', name);
        }
    }
    // Choices that belong together are a group with the name of their label.
    for (const group of root.querySelectorAll('.widget-radio, .widget-toggle-buttons')) {
        const name = group.querySelector(':scope > .widget-label')?.textContent;
        if (name === undefined) continue;
        put(group, 'role', group.matches('.widget-radio') ? 'radiogroup' : 'group');
        put(group, 'aria-label', name || 'Your prediction');
    }
    for (const button of root.querySelectorAll('.widget-toggle-button')) {
        put(button, 'aria-pressed', String(button.classList.contains('mod-active')));
    }
    for (const icon of root.querySelectorAll('.widget-play button > i')) {
        put(icon.parentElement, 'aria-label', icon.className.replace('fa fa-', ''));
    }
    // The title of a picture is its text, which shall not also pop up under the mouse.
    for (const picture of root.querySelectorAll('img[title]')) {
        picture.alt = picture.title;
        picture.removeAttribute('title');
    }
    // Text is announced when it changes inside of an element that stays.
    for (const text of root.querySelectorAll('.widget-html-content > [role]')) {
        put(text.parentElement, 'role', text.getAttribute('role'));
        text.removeAttribute('role');
    }
};
// In a narrow window a large picture scrolls, by the arrow keys too. To ask for its width makes the
// page settle its layout, so this is not asked at every change.
const scroll = (root) => {
    for (const frame of root.querySelectorAll('.bonelab-frame')) {
        put(frame, 'tabindex', frame.scrollWidth > frame.clientWidth ? '0' : '-1');
        put(frame, 'role', 'group');
        put(frame, 'aria-label', 'Picture');
    }
};
const begin = () => {
    const root = element.closest('.PART');
    if (!root) return setTimeout(begin, 100);  // not on the page yet
    // Else Lab takes arrow keys and letters from the controls, for its own commands on cells.
    root.addEventListener('keydown', (event) => {
        if (!(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey)) {
            event.stopPropagation();
        }
    });
    complete(root);
    new ResizeObserver(() => scroll(root)).observe(root);
    new MutationObserver(() => complete(root)).observe(root, {
        childList: true, subtree: true, characterData: true,
        attributes: true, attributeFilter: ['title', 'class', 'aria-valuetext'],
    });
};
begin();
"""


class Picture(widgets.Image):
    """A PNG with its alternative text.

    The page sets a tooltip only on a widget that has a description, and an Image has none.
    """

    description = Unicode("").tag(sync=True)

    def __init__(self, **traits):
        super().__init__(format="png", **traits)

    def show(self, png, text):
        """Show PNG bytes and what they show in words."""
        with self.hold_sync():
            self.value, self.tooltip = png, text


def framed(picture):
    """Return the box in which a picture shrinks with the page, and at its `min_width` scrolls."""
    frame = widgets.HBox([picture])
    frame.add_class("bonelab-frame")
    return frame


def style(part):
    """Return the CSS that makes the focus visible in a part of the page, for its style."""
    return FOCUS.format(part=part)


def completed(part):
    """Return the widget that completes its surroundings, the element with the class `part`."""
    script = COMPLETE.replace("PART", part)
    output = {
        "output_type": "display_data",
        "data": {"application/javascript": script},
        "metadata": {},
    }
    return widgets.Output(outputs=(output,), layout={"display": "none"})
