"""Ranked search: filters limit the candidates, three axes rank them, rank fusion joins the rankings."""
