LINES: tuple = ()
