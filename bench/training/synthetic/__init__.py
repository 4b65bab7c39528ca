"""The synthesiser, the drums and the styles behind electronic.py, lead.py and not_music.py."""
