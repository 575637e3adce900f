"""Peer reviews of the demonstration county, stage by stage, through the services."""
