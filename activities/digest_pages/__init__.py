"""A digest as people read it: HTML and XLSX, made anew from its figures at every reading."""
