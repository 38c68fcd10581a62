"""Findings to text: rules' results checked, edits planned and rendered, the account kept."""
