#include "cli/program.h"

int main(int argc, char** argv) {
    return beatsync::cli::run(argc, argv);
}
