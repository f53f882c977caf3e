"""Frames in; figures, HTML text and export bytes out. Writes no file.

`page` holds the record a report is made from, `html.render` makes the page, `charts.CHARTS` lists the drawings and
`exports.EXPORTS` the formats. `claims` is the only place that may word a finding: each sentence there has a
precondition on the numbers and a neutral sentence for when it does not hold.
"""
