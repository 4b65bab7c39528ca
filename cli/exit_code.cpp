#include "cli/exit_code.h"

namespace beatsync::cli {

int exit_code(Errc code) {
    switch (code) {
        case Errc::usage:
            return 2;
        case Errc::input:
            return 3;
        case Errc::media:
            return 4;
        case Errc::network:
            return 5;
        case Errc::refused:
            return 6;
        case Errc::internal:
            return 70;  // EX_SOFTWARE of sysexits.h
        case Errc::cancelled:
            return 130;  // 128 + SIGINT, as shells say it
    }
    return 70;
}

}  // namespace beatsync::cli
