#include "report/text_table.h"

#include <algorithm>

#include "report/text.h"

namespace beatsync::report {
namespace {

std::string pad(const std::string& text, std::size_t width, bool right) {
    const std::size_t columns = display_width(text);
    if (columns >= width) return fit_end(text, width);
    const std::string blank(width - columns, ' ');
    return right ? blank + text : text + blank;
}

}  // namespace

std::string lay_out(std::span<const TableColumn> columns, std::span<const TableRow> rows) {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        std::size_t width = 0;
        for (const TableRow& row : rows)
            width = std::max(width, display_width(row[c]));
        widths.push_back(std::min(width, columns[c].most));
    }
    std::string out;
    for (const TableRow& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const bool as_it_is = c + 1 == row.size() && !columns[c].right;
            line += "  " + (as_it_is ? row[c] : pad(row[c], widths[c], columns[c].right));
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

TableRow head_of(std::span<const TableColumn> columns) {
    TableRow head;
    for (const TableColumn& column : columns)
        head.emplace_back(column.title);
    return head;
}

}  // namespace beatsync::report
