"""Small true recordings, and the first bytes of other kinds."""

import base64
import io
import math
import struct
import wave

RATE = 8000


def wav(seconds=1, tone=440):
    """A .wav file with a tone."""
    count = int(RATE * seconds)
    sound = (int(9000 * math.sin(2 * math.pi * tone * place / RATE)) for place in range(count))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(b"".join(struct.pack("<h", height) for height in sound))
    return file.getvalue()


def encoded(content):
    """Bytes as they are written into a binary field."""
    return base64.b64encode(content).decode()
