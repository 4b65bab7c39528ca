"""Stub."""
import numpy as np
import synth
from dsp import *
class _Chop:
    before = 0.0
    def __init__(self, patch): self.patch = patch
    def __call__(self, *a): return self.patch(*a)
def chop(rng): return _Chop(synth.draw(rng, "choir"))
def scratch(rng):
    def play(hz, seconds, velocity):
        n = count(min(seconds, 0.2)); return bandpass(noise(rng, n), 500, 4000) * decay(n, 0.2) * velocity
    return play
