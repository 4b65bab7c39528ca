    .section .rodata
    .balign 16
    .global beatsync_beat_weights
    .global beatsync_beat_weights_end
beatsync_beat_weights:
    .incbin BEATSYNC_BEAT_WEIGHTS
beatsync_beat_weights_end:
    .section .note.GNU-stack, "", %progbits
