// `eval` as a user runs it: the real program on folders of annotations, predictions and songs.

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "program_fixture.h"

namespace beatsync::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Eval : public ProgramTest {
protected:
    Eval() { fs::create_directory(at("tmp")); }

    /// `count` beats `interval` apart as a .beats file, bars of four.
    static std::string beats(int count, double first = 0.5, double interval = 0.5, bool bars = true) {
        std::ostringstream out;
        for (int i = 0; i < count; ++i) {
            out << first + interval * i;
            if (bars) out << '\t' << i % 4 + 1;
            out << '\n';
        }
        return out.str();
    }
    void put(const std::string& name, const std::string& text) const {
        fs::create_directories(at(name).parent_path());
        write(name, text);
    }

    [[nodiscard]] ProcessSpec eval_spec(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "eval");
        arguments.emplace_back("-q");
        ProcessSpec run = spec(std::move(arguments));
        run.environment.emplace_back("TMPDIR", at("tmp").string());
        return run;
    }
    [[nodiscard]] ProcessResult eval(std::vector<std::string> arguments) const {
        return run_process(eval_spec(std::move(arguments)));
    }
    /// The JSON document of a run that ends like this.
    [[nodiscard]] Json document(std::vector<std::string> arguments, int exit_code = 0) const {
        arguments.emplace_back("--json");
        const ProcessResult result = eval(std::move(arguments));
        EXPECT_EQ(result.exit_code, exit_code) << result.err;
        said_ = result.err;
        Json json = Json::parse(result.out, nullptr, false);
        EXPECT_FALSE(json.is_discarded()) << result.out;
        return json;
    }
    /// F of a tracker on all of the first set, or on a file of it.
    static double f(const Json& json, const std::string& tracker) {
        for (const Json& row : json.at("summary"))
            if (row.at("tracker") == tracker) return row.at("measures").at("f_measure").at("value");
        ADD_FAILURE() << "no " << tracker;
        return -1;
    }
    static const Json& result_of(const Json& json, const std::string& file, const std::string& tracker) {
        for (const Json& one : json.at("files"))
            if (one.at("name") == file) return one.at("results").at(tracker);
        ADD_FAILURE() << "no " << file;
        static const Json kNone;
        return kNone;
    }
    void expect_no_scratch() const { EXPECT_TRUE(fs::is_empty(at("tmp"))); }

    /// A program in Python for --exec.
    void put_program(const std::string& name, const std::string& code) const {
        put(name, "#!/usr/bin/env python3\nimport sys\n" + code);
        fs::permissions(at(name), fs::perms::owner_all);
    }

    /// Whether a process is dead, or soon will be: it was killed before this one heard of it.
    static bool is_gone(const std::string& pid) {
        for (int tries = 0; tries < 100'000; ++tries) {
            std::ifstream file("/proc/" + pid + "/stat");
            std::string line;
            if (!std::getline(file, line) || line.find(") Z ") != std::string::npos) return true;
        }
        return false;
    }

    mutable std::string said_;
};

TEST_F(Eval, PublishedScoresAgree) {
    const fs::path published = fs::path(BEATSYNC_SHARED_DATA) / "mir_eval_beat";
    if (!fs::is_directory(published)) GTEST_SKIP() << "no " << published;
    fs::create_directories(at("ref"));
    fs::create_directories(at("est"));
    for (int i = 0; i < 10; ++i) {
        const std::string number = std::to_string(i);
        fs::copy_file(published / ("ref0" + number + ".txt"), at("ref/case" + number + ".txt"));
        fs::copy_file(published / ("est0" + number + ".txt"), at("est/case" + number + ".txt"));
    }
    const Json json = document({"--reference", "ref", "est", "--skip", "5s"});
    ASSERT_EQ(json.at("files").size(), 10U);
    const std::map<std::string, std::string> names = {{"F-measure", "f_measure"},
                                                      {"Cemgil", "cemgil"},
                                                      {"Cemgil Best Metric Level", "cemgil_best_level"},
                                                      {"Goto", "goto"},
                                                      {"P-score", "p_score"},
                                                      {"Correct Metric Level Continuous", "cml_c"},
                                                      {"Correct Metric Level Total", "cml_t"},
                                                      {"Any Metric Level Continuous", "aml_c"},
                                                      {"Any Metric Level Total", "aml_t"},
                                                      {"Information gain", "information_gain"}};
    for (int i = 0; i < 10; ++i) {
        std::ifstream file(published / ("output0" + std::to_string(i) + ".json"));
        const Json wanted = Json::parse(file);
        const Json& got = result_of(json, "case" + std::to_string(i), "est").at("measures");
        for (const auto& [name, key] : names)
            EXPECT_NEAR(got.at(key).get<double>(), wanted.at(name).get<double>(), 1e-6)
                << name << " of " << i;
        EXPECT_TRUE(got.at("downbeat_f_measure").is_null());
    }
}

TEST_F(Eval, SongsBesideTheirAnnotations) {
    make_song(12);
    put("set/a.beats", beats(23));
    fs::rename(at("song.wav"), at("set/a.wav"));
    const Json json = document({"set", "--tracker", "beatsync", "--tracker", "aubio"});
    EXPECT_EQ(json.at("sets"), Json({"set"}));
    EXPECT_GT(f(json, "beatsync"), 0.95) << "a plain song with drums";
    const Json& ours = result_of(json, "a", "beatsync");
    EXPECT_EQ(ours.at("error_case"), "none");
    EXPECT_NEAR(ours.at("tempo_bpm").get<double>(), 120, 1);
    EXPECT_GE(ours.at("confidence").get<double>(), 0);
    EXPECT_NE(result_of(json, "a", "aubio"), ours) << "another tracker, another answer";
    EXPECT_EQ(json.at("differences")[0].at("baseline"), "beatsync");
}

TEST_F(Eval, SoundAnnotationsAndPredictionsInFoldersOfTheirOwn) {
    make_song(12);
    put("annotations/rock/a.beats", beats(23));
    fs::create_directories(at("sound/rock"));
    fs::rename(at("song.wav"), at("sound/rock/a.wav"));
    put("mine/a.txt", beats(23));
    const Json json = document({"--reference", "annotations", "sound", "mine", "--tracker", "beatsync"});
    EXPECT_GT(f(json, "beatsync"), 0.95);
    EXPECT_EQ(f(json, "mine"), 1);
    EXPECT_EQ(json.at("trackers")[1].at("kind"), "predictions");
}

TEST_F(Eval, EveryFormatSaysTheSame) {
    put("ref/a.beats", beats(16));
    std::string labels, csv = "position,time\r\n", tsv = "\xEF\xBB\xBFtime\tdownbeat\n";
    Json jams = {{"annotations", {{{"namespace", "beat_position"}, {"data", Json::array()}}}}};
    for (int i = 0; i < 16; ++i) {
        const std::string time = std::to_string(0.5 + 0.5 * i);
        const std::string position = std::to_string(i % 4 + 1);
        labels.append(time).append("\t").append(time).append("\t").append(position).append("\n");
        csv.append(position).append(",").append(time).append("\r\n");
        tsv.append(time).append(i % 4 == 0 ? "\t1\n" : "\t0\n");
        jams["annotations"][0]["data"].push_back(
            {{"time", 0.5 + 0.5 * i}, {"duration", 0}, {"value", {{"position", i % 4 + 1}}}});
    }
    put("labels/a.labels.txt", labels);
    put("csv/a.csv", csv);
    put("tsv/a.TSV", tsv);
    put("jams/a.jams", jams.dump());
    const Json json = document({"--reference", "ref", "labels", "csv", "tsv", "jams"});
    for (const char* tracker : {"labels", "csv", "tsv", "jams"}) {
        EXPECT_EQ(f(json, tracker), 1) << tracker;
        EXPECT_EQ(result_of(json, "a", tracker).at("measures").at("downbeat_f_measure"), 1) << tracker;
    }
}

TEST_F(Eval, MissingPredictionsScoreZero) {
    for (const char* name : {"a", "b", "c", "d"})
        put(std::string("ref/") + name + ".beats", beats(16));
    put("est/a.txt", beats(16));
    put("est/b.txt", "");
    put("est/c.txt", "0.5\nhalf-past-two\n");
    const Json json = document({"--reference", "ref", "est"}, 1);
    EXPECT_EQ(f(json, "est"), 0.25);
    EXPECT_EQ(json.at("summary")[0].at("missing"), 3);
    EXPECT_EQ(result_of(json, "a", "est").at("verdict"), "scored");
    EXPECT_EQ(result_of(json, "b", "est").at("verdict"), "no beats");
    EXPECT_EQ(result_of(json, "c", "est").at("verdict"), "failed");
    EXPECT_EQ(result_of(json, "c", "est").at("problem"),
              "est/c.txt: line 2: \"half-past-two\" is not a time in seconds");
    EXPECT_EQ(result_of(json, "d", "est").at("verdict"), "missing");
    EXPECT_THAT(said_, HasSubstr("est: no prediction for 1 of 4, scored 0: d"));
    EXPECT_THAT(said_, HasSubstr("est: scored 0 on c"));
}

TEST_F(Eval, SetsAreRowsAndPredictionsMayLieInFoldersCalledLikeThem) {
    put("x/1.beats", beats(16));
    put("y/1.beats", beats(16));
    put("y/2.beats", beats(16));
    put("est/x/1.txt", beats(16));
    put("est/y/1.txt", beats(31, 0.5, 0.25));
    put("est/y/2.txt", beats(8, 0.5, 1));
    const Json json = document({"x", "y/", "--tracker", "est=est"});
    ASSERT_EQ(json.at("summary").size(), 3U);
    EXPECT_EQ(json.at("summary")[0].at("set"), "x");
    EXPECT_EQ(json.at("summary")[0].at("measures").at("f_measure").at("value"), 1);
    EXPECT_TRUE(json.at("summary")[0].at("measures").at("f_measure").at("low").is_null()) << "one file";
    const Json& y = json.at("summary")[1];
    EXPECT_EQ(y.at("set"), "y");
    EXPECT_NEAR(y.at("measures").at("f_measure").at("value").get<double>(), (32 / 47.0 + 16 / 24.0) / 2,
                1e-9);
    EXPECT_EQ(y.at("error_cases").at("double"), 1);
    EXPECT_EQ(y.at("error_cases").at("half"), 1);
    EXPECT_TRUE(json.at("summary")[2].at("set").is_null()) << "all";
    EXPECT_EQ(json.at("summary")[2].at("files"), 3);
}

TEST_F(Eval, TempoFromAFileBesideTheBeats) {
    put("ref/a.beats", beats(16));
    put("ref/a.bpm", "60\n");
    put("est/a.txt", beats(16));
    const Json before = document({"--reference", "ref", "est"});
    EXPECT_EQ(result_of(before, "a", "est").at("measures").at("tempo_acc1"), 0);
    EXPECT_EQ(result_of(before, "a", "est").at("measures").at("tempo_acc2"), 1);
    put("est/a.bpm", "61.5");
    const Json after = document({"--reference", "ref", "est"});
    EXPECT_EQ(result_of(after, "a", "est").at("measures").at("tempo_acc1"), 1);
    put("ref/a.bpm", "fast\n");
    EXPECT_THAT(eval({"--reference", "ref", "est"}).err, HasSubstr("ref/a.bpm: not a tempo"));
}

TEST_F(Eval, DownbeatsAreLeftOutWhereNobodyKnowsThem) {
    put("ref/a.beats", beats(16, 0.5, 0.5, false));
    put("est/a.beats", beats(16));
    const ProcessResult result = eval({"--reference", "ref", "est"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, Not(HasSubstr("DownF")));
    EXPECT_THAT(result.out, HasSubstr("CMLt"));
}

TEST_F(Eval, ProgramsAreRunOnTheSound) {
    make_song(3);
    const std::string hostile = "it's $(touch pwned) `touch pwned`; \"x\" & {out}";
    put("set/" + hostile + ".beats", beats(5));
    put("set/-n.beats", beats(5));
    fs::copy_file(at("song.wav"), at("set") / (hostile + ".wav"));
    fs::copy_file(at("song.wav"), at("set/-n.wav"));
    put_program("track.py",
                "assert open(sys.argv[1], 'rb').read(4) == b'RIFF'\n"
                "text = ''.join('%g\\t%d\\n' % (0.5 + 0.5 * i, i % 4 + 1) for i in range(5))\n"
                "open(sys.argv[2], 'w').write(text) if len(sys.argv) > 2 else print(text)\n");
    const Json json =
        document({"set", "--exec", "file=./track.py {audio} {out}", "--exec", "./track.py {audio}", "--exec",
                  R"(sh=sh -c './track.py "$1" > "$2"' sh {audio} {out})"});
    for (const char* tracker : {"file", "track.py", "sh"})
        EXPECT_EQ(f(json, tracker), 1) << tracker;
    EXPECT_EQ(json.at("trackers")[0].at("source"), "file=./track.py {audio} {out}");
    EXPECT_FALSE(fs::exists(at("pwned")));
    expect_no_scratch();
}

TEST_F(Eval, AProgramThatFailsIsScoredZeroAndSaid) {
    make_song(3);
    for (const char* name : {"good", "exit", "crash", "none", "junk"}) {
        put(std::string("set/") + name + ".beats", beats(5));
        fs::copy_file(at("song.wav"), at("set") / (std::string(name) + ".wav"));
    }
    put_program("track.py",
                "import os, signal\n"
                "name = os.path.basename(sys.argv[1])\n"
                "if name == 'exit.wav': sys.stderr.write('first\\nout of luck\\n\\n'); sys.exit(3)\n"
                "if name == 'crash.wav': os.kill(os.getpid(), signal.SIGSEGV)\n"
                "if name == 'none.wav': sys.exit(0)\n"
                "open(sys.argv[2], 'w').write('beats!\\n' if name == 'junk.wav' else "
                "'0.5\\n1\\n1.5\\n2\\n2.5\\n')\n");
    const Json json = document({"set", "--exec", "p=./track.py {audio} {out}"}, 1);
    EXPECT_EQ(f(json, "p"), 1 / 5.0);
    const auto problem = [&](const char* file) {
        EXPECT_EQ(result_of(json, file, "p").at("verdict"), "failed") << file;
        return result_of(json, file, "p").at("problem").get<std::string>();
    };
    EXPECT_EQ(problem("exit"), "exit code 3: out of luck");
    EXPECT_EQ(result_of(json, "exit", "p").at("stderr"), "first\nout of luck\n\n");
    EXPECT_EQ(problem("crash"), "ended by signal 11 (Segmentation fault)");
    EXPECT_EQ(problem("none"), "it wrote nothing to {out}");
    EXPECT_EQ(problem("junk"), "{out}: line 1: \"beats!\" is not a time in seconds");
    EXPECT_EQ(json.at("summary")[0].at("missing"), 4);
    EXPECT_THAT(said_, HasSubstr("p: scored 0 on 1 more"));
    expect_no_scratch();
}

TEST_F(Eval, AProgramThatHangsIsEndedWithAllItStarted) {
    make_song(3);
    put("set/hang.beats", beats(5));
    fs::rename(at("song.wav"), at("set/hang.wav"));
    const Json json =
        document({"set", "--exec", "p=sh -c 'sleep 600 & echo $! > child; wait' sh {audio} {out}",
                  "--time-limit", "5s"},
                 1);  // sleep keeps its pipes open
    const Json result = result_of(json, "hang", "p");
    EXPECT_EQ(result.at("verdict"), "failed");
    EXPECT_EQ(result.at("problem"), "took longer than 0:05.000");
    EXPECT_TRUE(is_gone(read("child"))) << "what it started is ended too";
    expect_no_scratch();
}

TEST_F(Eval, InterruptedItEndsWhatItStarted) {
    make_song(3);
    put("set/a.beats", beats(5));
    fs::rename(at("song.wav"), at("set/a.wav"));
    put_program("track.py", "import signal\nopen('started', 'w')\nsignal.pause()\n");
    ProcessSpec interrupted = eval_spec({"set", "--exec", "p=./track.py {audio}"});
    interrupted.interrupt_when = "started";
    interrupted.interrupt_folder = folder_.path();
    expect_failure(run_process(interrupted), 130, "interrupted");
    expect_no_scratch();
}

TEST_F(Eval, TheNumberOfJobsChangesNothing) {
    make_song(6);
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        put(std::string("set/") + name + ".beats", beats(10));
        fs::copy_file(at("song.wav"), at("set") / (std::string(name) + ".wav"));
        put(std::string("est/") + name + ".txt", beats(10, 0.51));
    }
    const std::vector<std::string> arguments = {"set",     "--tracker",  "beatsync", "--tracker",
                                                "est=est", "--no-cache", "--json"};
    auto one = arguments;
    one.insert(one.end(), {"--jobs", "1"});
    auto four = arguments;
    four.insert(four.end(), {"--jobs", "4"});
    EXPECT_EQ(eval(one).out, eval(four).out);
    EXPECT_FALSE(fs::exists(at("cache"))) << "--no-cache keeps nothing";
}

TEST_F(Eval, KeepsAnalysesOfItsOwn) {
    make_song(6);
    put("set/a.beats", beats(10));
    fs::rename(at("song.wav"), at("set/a.wav"));
    const auto kept = [&] {
        std::ptrdiff_t count = 0;
        for (const auto& file : fs::directory_iterator(at("cache/beatsync/analysis")))
            count += file.path().extension() == ".analysis" ? 1 : 0;
        return count;
    };
    ASSERT_EQ(run({"beats", "set/a.wav", "-q"}).exit_code, 0);
    EXPECT_EQ(kept(), 1);
    const std::string first = eval({"set", "--json"}).out;
    EXPECT_EQ(kept(), 2) << "those of other builds are not trusted";
    EXPECT_EQ(eval({"set", "--json"}).out, first);
    EXPECT_EQ(kept(), 2) << "but its own are";
    EXPECT_NE(eval({"set", "--json", "--tracker", "aubio"}).out, first);
    EXPECT_EQ(kept(), 3) << "each tracker has its own";
}

TEST_F(Eval, TextsThatAreNoAnnotationsArePassedOver) {
    put("set/a.beats", beats(16));
    put("set/README.txt", "Beats of one song.\n");
    put("set/LICENCE.txt", "");
    put("est/a.txt", beats(16));
    const Json json = document({"--reference", "set", "est"});
    EXPECT_EQ(json.at("files").size(), 1U);
    EXPECT_THAT(json.at("notes").dump(), HasSubstr("README.txt"));
    put("est/README.txt", beats(3));
    EXPECT_THAT(document({"--reference", "set", "est"}, 1).at("left_out").dump(), HasSubstr("README.txt"))
        << "something else bears its name";
}

TEST_F(Eval, OnlySome) {
    for (const char* name : {"jazz_1", "jazz_2", "rock_1"}) {
        put(std::string("ref/") + name + ".beats", beats(16));
        put(std::string("est/") + name + ".txt", beats(16));
    }
    EXPECT_EQ(document({"--reference", "ref", "est", "--only", "jazz*"}).at("files").size(), 2U);
    expect_failure(eval({"--reference", "ref", "est", "--only", "folk*"}), 2, "folk*");
}

TEST_F(Eval, TheBaselineIsOnesChoice) {
    put("ref/a.beats", beats(16));
    put("ref/b.beats", beats(16));
    put("x/a.txt", beats(16));
    put("x/b.txt", beats(16));
    put("y/a.txt", beats(16, 0.75));
    put("y/b.txt", beats(16, 0.75));
    const Json json =
        document({"--reference", "ref", "--tracker", "x=x", "--tracker", "y=y", "--baseline", "y"});
    EXPECT_EQ(json.at("differences")[0].at("tracker"), "x");
    EXPECT_EQ(json.at("differences")[0].at("value"), 1);
    EXPECT_LT(json.at("differences")[0].at("p").get<double>(), 0.001);
    expect_failure(eval({"--reference", "ref", "x", "--baseline", "z"}), 2, "'z' (x)");
}

TEST_F(Eval, TablesPagesAndLists) {
    put("ref/a.beats", beats(16));
    put("ref/b.beats", beats(16));
    put("est/a.txt", beats(16));
    put("est/b.txt", beats(16, 0.53));
    const ProcessResult result =
        eval({"--reference", "ref", "est", "--per-file", "--csv", "out.csv", "--html", "out.html"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("File by file"));
    EXPECT_THAT(result.out, HasSubstr("95 % intervals"));
    EXPECT_THAT(read("out.csv"), HasSubstr("\nref,b,est,scored,1,"));
    EXPECT_THAT(read("out.html"), HasSubstr("<svg"));
    expect_failure(eval({"--reference", "ref", "est", "--html", "out.html"}), 2, "--overwrite");
    expect_failure(eval({"--reference", "ref", "est", "--csv", "ref/a.beats"}), 2, ".csv");
    EXPECT_EQ(eval({"--reference", "ref", "est", "-o", "table.txt"}).out, "");
    EXPECT_THAT(read("table.txt"), HasSubstr("AMLt"));
}

// Faults.

TEST_F(Eval, FoldersThatHoldNothing) {
    fs::create_directory(at("empty"));
    put("ref/a.beats", beats(16));
    put("est/a.txt", beats(16));
    expect_failure(eval({"none"}), 3, "none");
    expect_failure(eval({"empty"}), 3, "no annotations in empty");
    expect_failure(eval({"ref/a.beats"}), 3, "not a folder");
    expect_failure(eval({"--reference", "ref", "empty"}), 3, "neither sound nor beats in empty");
    expect_failure(eval({"ref", "--tracker", "x=empty"}), 3, "no beats in empty");
    expect_failure(eval({"ref"}), 3, "no sound for any annotation in ref, such as a");
    expect_failure(eval({}), 2, "no set is given");
}

TEST_F(Eval, NamesThatDoNotMatch) {
    put("ref/a.beats", beats(16));
    put("est/b.txt", beats(16));
    expect_failure(eval({"--reference", "ref", "est"}), 3,
                   "nothing in est bears the name of an annotation, such as a");
    put("two/x/a.txt", beats(16));
    put("two/y/a.txt", beats(16));
    const ProcessResult twice = eval({"--reference", "ref", "two"});
    EXPECT_EQ(twice.exit_code, 1);
    EXPECT_THAT(twice.err, HasSubstr("both two/x/a.txt and two/y/a.txt are called a"));
    expect_failure(eval({"ref", "ref", "--tracker", "x=est"}), 2, "given twice");
    expect_failure(eval({"ref", "--tracker", "x=two", "--tracker", "x=est"}), 2, "two trackers are called x");
}

TEST_F(Eval, AnnotationsThatCannotBeUsed) {
    put("ref/good.beats", beats(16));
    put("ref/crlf.beats", "\xEF\xBB\xBF# saved elsewhere\r\n0.5\t1\r\n1.0\t2\r\n1.5\t3\r\n");
    put("ref/unsorted.beats", "1.5 3\n0.5 1\n1.0 2\n");
    put("ref/one.beats", "0.5\n");
    put("ref/nan.beats", "0.5\nnan\n");
    put("ref/junk.beats", std::string("\x7F"
                                      "ELF\0\1\2",
                                      7));
    put("ref/empty.beats", "");
    for (const char* name : {"good", "crlf", "unsorted", "one", "nan", "junk", "empty"})
        put(std::string("est/") + name + ".txt", name == std::string("good") ? beats(16) : "0.5\n1\n1.5\n");
    const Json json = document({"--reference", "ref", "est"}, 1);
    EXPECT_THAT(said_, HasSubstr("left out: ref/nan.beats: line 2: \"nan\" is not a time in seconds"));
    EXPECT_THAT(said_, HasSubstr("left out: ref/junk.beats: not a text file"));
    EXPECT_THAT(said_, HasSubstr("left out: ref/empty.beats: there are no beats in it"));
    EXPECT_EQ(json.at("files").size(), 4U);
    for (const char* name : {"good", "crlf", "unsorted"})
        EXPECT_EQ(result_of(json, name, "est").at("measures").at("f_measure"), 1) << name;
    EXPECT_THAT(json.at("notes").dump(), HasSubstr("unsorted.beats: its times are not in order"));
    const Json& one = result_of(json, "one", "est").at("measures");
    EXPECT_EQ(one.at("f_measure"), 0.5);
    EXPECT_EQ(one.at("cml_t"), 0);
    EXPECT_TRUE(one.at("tempo_acc1").is_null());
    const ProcessResult late = eval({"--reference", "ref", "est", "--only", "good", "--skip", "1:00"});
    expect_failure(late, 3, "no beats after the first 60 s");
}

TEST_F(Eval, SoundThatIsNone) {
    make_song(6);
    put("set/a.beats", beats(10));
    put("set/b.beats", beats(10));
    put("set/c.beats", beats(10));
    fs::rename(at("song.wav"), at("set/a.wav"));
    put("set/b.wav", "This is a letter.\n");
    const Json json = document({"set"}, 1);
    EXPECT_EQ(json.at("files").size(), 2U) << "c has no sound, and nobody is judged by it";
    EXPECT_THAT(said_, HasSubstr("left out: no sound for 1 of set: c"));
    EXPECT_EQ(result_of(json, "b", "beatsync").at("verdict"), "failed");
    EXPECT_THAT(said_, HasSubstr("beatsync: scored 0 on b"));
}

TEST_F(Eval, Usage) {
    put("ref/a.beats", beats(16));
    expect_failure(eval({"ref", "--tracker", "fancy"}), 2, "NAME=FOLDER");
    expect_failure(eval({"ref", "--skip", "soon"}), 2, "--skip");
    expect_failure(eval({"ref", "--time-limit", "-1"}), 2, "--time-limit");
    expect_failure(eval({"ref", "--resamples", "1"}), 2, "--resamples");
    expect_failure(eval({"ref", "--exec", "nothing"}), 2, "{audio}");
}

}  // namespace
}  // namespace beatsync::test
