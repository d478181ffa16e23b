"""HTTP: composition only. The engine does the work; nothing here touches store or providers."""
