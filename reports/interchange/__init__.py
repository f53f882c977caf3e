"""Studies in the formats of other programs: one module a program, each a pure function of a `project.Project`."""
