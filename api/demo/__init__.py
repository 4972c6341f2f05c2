"""The sample applications of ``daylight demo``: invented people, real documents, every path, played over HTTP."""
