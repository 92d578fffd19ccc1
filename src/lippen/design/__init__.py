"""
Page furniture, so that a thousand pages look like one hand.

Templates extend one of the page kinds in `templates/design/` (desk, list, story, form, board, paper, picture). The
words and marks of a state, a standing and a date come from `{% load design %}`. Forms render themselves through
`fields.Renderer`.
"""
