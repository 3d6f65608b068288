"""`gbaqa add`: bring a document from an address or a file into the corpus; never over HTTP."""
