"""The docs site, for ``make site``: the Markdown pages of the repository as they stand, in the order of docs/index.md.

The repository is Sphinx's source folder, so that a link between two pages is the same on the site and in the
repository. Every warning is an error: a page that index.md does not list, a link to a page, heading or file that is
not there.
"""

from __future__ import annotations

from ldn_compound import __version__

project = "ldn_compound"
author = "the authors of ldn_compound"
release = version = __version__

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md", "docs/gallery/README.md", "labels/**.md", "benchmarks/README.md"]
exclude_patterns = [".*", "build", "tests", "ldn_compound", "tools", "example-output"]

myst_enable_extensions = ["colon_fence"]
# What a heading's link is called, as a repository's own view of the page calls it.
myst_heading_anchors = 4
nitpicky = True

html_theme = "furo"
html_title = f"ldn_compound {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
templates_path: list[str] = []
# Python sessions and console blocks are shown as they are; `text` is not guessed.
highlight_language = "none"
pygments_style = "default"
