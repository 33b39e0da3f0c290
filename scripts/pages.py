"""Write the pages made from tables: the glossary with the links to it, and docs/claims.md.

`--check` writes nothing and fails when one is stale.
"""

import argparse
import sys

import claims
import glossary
import objectives


def main():
    """Write the pages, or with --check say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail when a page is stale")
    check = parser.parse_args().check
    stale = []
    for made in (glossary, claims, objectives):
        for path, text in made.files().items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
                if not check:
                    path.write_text(text, encoding="utf-8")
    if check and stale:
        sys.exit(f"stale: {', '.join(stale)}. Run: make generate")
    print("pages are fresh" if check else f"written: {', '.join(stale) or 'nothing new'}")


if __name__ == "__main__":
    main()
