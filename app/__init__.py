"""Handzettel: the slip that goes with a crew to the building site."""
