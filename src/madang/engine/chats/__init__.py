"""Chats: a tree of messages with one contestant at a time, its files, its links, its import."""
