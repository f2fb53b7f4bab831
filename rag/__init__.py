"""The answer room: question → passages → cited, checked answer.

The front door is :class:`rag.engine.Engine`.
"""
