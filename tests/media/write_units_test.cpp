#include <gtest/gtest.h>

#include <random>
#include <string>

#include "media/h264_parameter_sets.h"
#include "media/h264_rewrap.h"
#include "media/nal.h"

namespace beatsync::media {
namespace {

std::string bits_of(ByteSpan bytes) {
    std::string bits;
    for (const std::uint8_t byte : bytes)
        for (int i = 7; i >= 0; --i)
            bits += (byte >> i & 1) != 0 ? '1' : '0';
    return bits;
}

/// The code as 9.1 of H.264 defines it.
std::string golomb(std::uint32_t value) {
    std::string binary;
    for (std::uint64_t v = std::uint64_t{value} + 1; v > 0; v /= 2)
        binary.insert(binary.begin(), v % 2 != 0 ? '1' : '0');
    return std::string(binary.size() - 1, '0') + binary;
}

Bytes to_bytes(std::string bits) {
    while (bits.size() % 8 != 0)
        bits += '0';
    Bytes bytes(bits.size() / 8);
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i] == '1') bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | 128U >> i % 8);
    return bytes;
}

TEST(Units, ALongerCodeMovesAllBehindItByAByte) {
    std::mt19937 random(1);
    for (const std::uint32_t value : {0U, 1U, 2U, 5U, 14U, 100U, 65535U}) {
        const CodeRange longer = longer_codes(value);
        EXPECT_EQ(golomb(longer.first).size(), golomb(value).size() + 8);
        EXPECT_EQ(golomb(longer.last).size(), golomb(value).size() + 8);
        EXPECT_EQ(golomb(longer.last + 1).size(), golomb(value).size() + 10);
        for (std::size_t before = 0; before < 20; ++before) {
            std::string head;
            std::string tail;
            for (std::size_t i = 0; i < before; ++i)
                head += random() % 2 != 0 ? '1' : '0';
            for (std::size_t i = 0; (before + golomb(value).size() + i) % 8 != 0 || i < 30; ++i)
                tail += random() % 2 != 0 ? '1' : '0';
            Bytes unit = to_bytes(head + golomb(value) + tail);
            const auto to =
                longer.first + static_cast<std::uint32_t>(random() % (longer.last - longer.first + 1));
            lengthen_code(unit, before, to);
            EXPECT_EQ(bits_of(unit), head + golomb(to) + tail);
            BitReader in(unit, before);
            EXPECT_EQ(in.ue(), to);
        }
    }
}

TEST(Units, EscapesKeepStartCodesOutAndAreTakenOutAgain) {
    std::mt19937 random(2);
    for (int round = 0; round < 200; ++round) {
        Bytes plain(50 + random() % 50);
        for (std::uint8_t& byte : plain)
            byte = static_cast<std::uint8_t>(random() % 5 != 0 ? 0 : random() % 6);
        plain.push_back(0x80);
        if (round % 2 != 0) plain.insert(plain.end(), {0, 0, 0, 0});  // what CABAC may add (7.3.2.10)
        const Bytes safe = escaped(plain);
        EXPECT_EQ(unescaped(safe), plain);
        EXPECT_NE(safe.back(), 0);
        for (std::size_t i = 2; i < safe.size(); ++i)
            EXPECT_FALSE(safe[i - 2] == 0 && safe[i - 1] == 0 && safe[i] < 3) << i;
    }
}

TEST(Units, AreFoundByLengthAndByStartCode) {
    const Bytes coded = {0, 0, 0, 1, 7, 1, 2, 0, 0, 1, 8, 3, 0, 0, 0, 1, 5, 9};
    const auto by_code = split_units(coded, 0);
    const Bytes listed = {0, 3, 7, 1, 2, 0, 2, 8, 3, 0, 2, 5, 9};
    const auto by_length = split_units(listed, 2);
    ASSERT_TRUE(by_code && by_length);
    ASSERT_EQ(by_code->size(), 3U);
    ASSERT_EQ(by_length->size(), 3U);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(bits_of((*by_code)[i]), bits_of((*by_length)[i]));
    EXPECT_FALSE(split_units(ByteSpan(listed).first(12), 2));
    EXPECT_FALSE(split_units(ByteSpan(listed).first(1), 2));
}

/// A set of 64x64 pixels, Main profile, with the number `id` and as many reference frames.
Bytes sps_unit(std::uint32_t id, std::uint32_t references) {
    return escaped(
        to_bytes("01100111"  // unit of type 7
                 "01001101"
                 "00000000"
                 "00011110" +  // Main, level 3
                 golomb(id) +
                 golomb(0) +  // 4 bits of frame number
                 golomb(2) + golomb(references) + "0" + golomb(3) + golomb(3) +
                 "1"
                 "1"
                 "0"
                 "0"
                 "1"));  // frames only … no more, trailing bit
}

Bytes pps_unit(std::uint32_t id, std::uint32_t sps) {
    return escaped(to_bytes("01101000" + golomb(id) + golomb(sps) + "10" + golomb(0) + "1"));
}

h264::ActiveSets sets_of(std::uint32_t pps, std::uint32_t sps, std::uint32_t references) {
    h264::ActiveSets sets;
    sets.take(sps_unit(sps, references));
    sets.take(pps_unit(pps, sps));
    EXPECT_EQ(sets.sps.size(), 1U);
    EXPECT_EQ(sets.pps.size(), 1U);
    return sets;
}

TEST(ParameterSets, OfDifferentContentsGetNumbersOfTheirOwn) {
    h264::ParameterTable table;
    const auto first = table.add(sets_of(0, 0, 1));
    const auto again = table.add(sets_of(0, 0, 1));
    const auto other = table.add(sets_of(0, 0, 4));
    ASSERT_TRUE(first && again && other);
    EXPECT_EQ(first->at(0).pps, 0U);
    EXPECT_EQ(again->at(0).pps, 0U);
    EXPECT_NE(other->at(0).pps, 0U);
    EXPECT_NE(other->at(0).new_sps, 0U);
    // The box says the same: two sets of each kind, each referring to its own.
    h264::ActiveSets all;
    EXPECT_EQ(all.take_header(table.avcc()), 4);
    ASSERT_EQ(all.sps.size(), 2U);
    ASSERT_EQ(all.pps.size(), 2U);
    const auto pps = h264::parse_pps(unescaped(all.pps.at(other->at(0).pps)));
    ASSERT_TRUE(pps);
    EXPECT_EQ(pps->sps.value, other->at(0).new_sps);
    const auto sps = h264::parse_sps(unescaped(all.sps.at(other->at(0).new_sps)));
    ASSERT_TRUE(sps);
    EXPECT_EQ(sps->width, 64);
    EXPECT_EQ(sps->height, 64);
    EXPECT_TRUE(sps->progressive);
}

TEST(ParameterSets, RunOutOfNumbersWithoutHarm) {
    h264::ParameterTable table;
    int taken = 0;
    for (std::uint32_t references = 0; references < 40; ++references)
        taken += table.add(sets_of(0, 0, references)) ? 1 : 0;
    EXPECT_EQ(taken, 17);  // 0, and 15 to 30
    EXPECT_TRUE(table.add(sets_of(0, 0, 3)));
}

TEST(Rewrapper, NumbersTwoIdrPicturesInARowDifferently) {
    const h264::ActiveSets sets = sets_of(0, 0, 1);
    h264::ParameterTable table;
    const auto renaming = table.add(sets);
    ASSERT_TRUE(renaming);
    const auto sps = renaming->at(0).sps;
    const auto picture = [](std::uint32_t number) {
        Bytes packet;
        append_unit(packet, escaped(to_bytes("01100101" + golomb(0) + golomb(7) + golomb(0) + "0000" +
                                             golomb(number) + std::string(60, '1'))));
        return packet;
    };
    h264::Rewrapper rewrapper;
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t stored : {0U, 0U, 0U, 1U, 1U}) {
        Bytes out;
        const auto kind = rewrapper.rewrap(picture(stored), 4, *renaming, out);
        ASSERT_TRUE(kind);
        EXPECT_TRUE(kind->idr);
        const auto units = split_units(out, 4);
        ASSERT_TRUE(units);
        const auto number = h264::parse_idr_number(unescaped(units->at(0)), sps);
        ASSERT_TRUE(number);
        numbers.push_back(number->value);
    }
    for (std::size_t i = 1; i < numbers.size(); ++i)
        EXPECT_NE(numbers[i], numbers[i - 1]) << i;
}

}  // namespace
}  // namespace beatsync::media
