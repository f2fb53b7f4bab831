"""The outermost room: the chat page, HTTP, SSE and the command line. The front door is :mod:`server.app`."""
