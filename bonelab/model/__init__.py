"""The biology: one plain-arithmetic function per node, no input or output, no plotting."""
