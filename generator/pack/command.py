"""`dangwu pack`: make the folder, and say what came of it."""

import sys

from generator import texts
from generator.pack import folder
from generator.pack.folder import Asked
from generator.problems.prints import as_text
from generator.problems.problem import ProblemsFound, errors


def pack(asked: Asked) -> bool:
    """Whether the folder was made; why not, where it was not."""
    try:
        packed = folder.pack(asked)
    except ProblemsFound as found:
        print(as_text(found.problems), file=sys.stderr)
        print(texts.PACK_STOPPED.format(errors=len(errors(found.problems))), file=sys.stderr)
        return False
    except OSError as error:
        print(texts.PACK_FAILED.format(path=asked.out, reason=error.strerror), file=sys.stderr)
        return False
    for key, title, size in packed.records:
        print(texts.PACK_LESSON.format(key=key, title=title, size=size / 1e6))
    print(
        texts.PACK_DONE.format(
            count=len(packed.records), files=packed.files, size=packed.bytes / 1e6, out=asked.out
        )
    )
    return True
