"""The question room: expectations, candidates, decision."""
