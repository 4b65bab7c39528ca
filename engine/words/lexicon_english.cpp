#include "words/lexicon.h"

namespace beatsync::words {
namespace {

// Whoever adds a filler: it must never turn a wish around. "is" counts for nothing inside of a wish, but asks
// where it begins one (see Concept::question in understand.cpp).
constexpr Entry kEnglish[] = {
    {Concept::filler,
     "the|a|an|it|its|it's|this|that|these|those|my|me|our|their|please|pls|plz|kindly|thanks|thank "
     "you|thx|hey|"
     "hello|can you|could you|would you|will you|can i have|could i have|can we|let's|lets|let us|i want|i'd "
     "like|"
     "i would like|i need|we need|we want|i want it|i want you|i'd love|i like|i'd prefer|i prefer|"
     "you to|you|to be|be|should be|should|has to be|needs to be|must "
     "be|is|are|comes|come|some|any|of|in|on|into|as a|"
     "so that it's|about|around|roughly|approximately|approx|maybe|just|also|too please|really|"
     "for me|for us|ok|okay|well|so|now|could|can|whatsoever|at all|something|anything|your|if possible|if "
     "you can|there|which|having|"
     "everywhere|again please|and thanks|nothing else|instead|that's all|that is all|somewhere|quite|bit "
     "of|all of|"
     "overall|per second|a second|to it|in it|on it|it in|it to|go ahead and|feel free to|"
     "i think|actually|simply|both|each|where|between|i still want|still|"
     "feels|feel|look|looks|running|going|i gave|gave|i gave them|them|"
     "for instagram|for insta|"
     "during|inside|onto|exactly|same|whole|entire|version|copy|output|result|final|finished|as well|too "
     "many of"},
    {Concept::verb,
     "make|do|create|generate|build|produce|give|set|change|turn|switch|convert|put|place|add|use|using|"
     "insert|"
     "apply|go with|go for|have|get|want|need|include|write|turn into|make into|throw in|try|pick|choose|"
     "i'll take|take|let|format|lay|to have|bring"},
    {Concept::show,
     "show|display|shown|visible|stays|stay|appear|appears|stay on screen|on screen|visible for"},
    {Concept::unsupported,
     "slow motion|slow mo|slowmo|fade in|fade out|fade in and out|fading in|fading out|fast forward|"
     "time lapse|timelapse|black and white|green screen|picture in picture|split screen|in reverse"},
    {Concept::pixels, "full hd|fhd|hd|uhd|ultra hd"},
    {Concept::video,
     "video|clip video|film|movie|edit|reel|montage|footage|thing|everything|whole "
     "thing|picture|image|frame"},
    {Concept::comma, ",|;|then|and then|after that|afterwards|plus|also add"},
    {Concept::stop, ".|!|?|\n"},
    {Concept::and_, "and|&|+|as well as|n"},
    {Concept::or_, "or|nor"},
    {Concept::but, "but|however|yet"},
    {Concept::with, "with"},
    {Concept::colon, ":"},
    {Concept::not_,
     "don't|do not|dont|not|no|never|avoid|shouldn't|should not|must "
     "not|mustn't|can't|cannot|won't|isn't|aren't|"
     "neither|no more|i don't want|i do not want|don't want|do not want|without any|free of|anything but|"
     "doesn't|didn't|don't use|do not use|don't add|do not add|don't put|stop"},
    {Concept::without,
     "without|except|except for|excluding|exclude|skip|leave out|omit|ignore|but not|other than|"
     "leaving out|everything but|all but|all except|everything except|minus"},
    {Concept::remove,
     "remove|delete|get rid of|ditch|lose|kill|take out|throw out|cut out|erase|drop out|strip|eliminate"},
    {Concept::instead, "instead of|rather than|in place of"},
    {Concept::only,
     "only|only use|use only|just use|use just|only the|just the|only from|nothing but|solely|stick to"},
    {Concept::too, "too|way too|much too|far too|a little too|a bit too"},
    {Concept::question,
     "what|why|how|whose|who|when|does|did|was|were|am|whether|how much|how many|how long|"
     "which one|what if|would it|could it|should i|should we|should it|do you|do i|can it|will it|has it"},
    {Concept::conditional, "if|unless|in case|provided|as long as it|depending"},
    {Concept::at, "at"},
    {Concept::from, "from|starting from|starting at|beginning at|beginning from"},
    {Concept::for_, "for|lasting|that lasts|that is|during the|over"},
    {Concept::to, "to|down to|up to"},
    {Concept::by, "by"},
    {Concept::second, "second|sec|s|seconds long"},
    {Concept::minute, "minute|min|m"},
    {Concept::hour, "hour|hr|h"},
    {Concept::millisecond_unit, "ms|millisecond|msec|millis"},
    {Concept::beat, "beat|rhythm"},
    {Concept::bar, "bar|measure"},
    {Concept::percent_sign, "%|percent|per cent|pct"},
    {Concept::db_unit, "db|decibel"},
    {Concept::frame_unit, "fps|frames per second|frames a second|frames|f/s"},
    {Concept::k_unit, "k|k resolution|k uhd"},
    {Concept::p_unit, "p|px|pixels"},
    {Concept::times, "x|times|×"},
    {Concept::ordinal_suffix, "st|nd|rd|th"},
    {Concept::half, "half|half of"},
    {Concept::quarter, "a quarter|one quarter|quarter of"},
    {Concept::piece_number, "number|no.|#|nr"},
    {Concept::first, "first|opening"},
    {Concept::last, "last|final beat"},
    {Concept::music,
     "music|song|track|soundtrack|background music|bgm|tune|music track|the song|backing track|music in the "
     "background"},
    {Concept::clip_sound,
     "original sound|original audio|clip sound|clip audio|clips' sound|clips' audio|clip's sound|clip's "
     "audio|"
     "sound of the clips|audio of the clips|sound from the clips|audio from the clips|sound of my clips|"
     "sound of the videos|sound of the video|audio of the video|camera sound|camera audio|video sound|video "
     "audio|"
     "native audio|native sound|live sound|source audio|ambient sound|natural sound|original sounds|clips "
     "sound|"
     "clips audio|hear the clips|hear the original|sound in the clips|audio in the clips|the clips' own "
     "sound|"
     "own sound"},
    {Concept::sound, "sound|audio|voice"},
    {Concept::volume, "volume|level|loudness"},
    {Concept::clip, "clip|source clip|input"},
    {Concept::piece, "piece|shot|segment|scene|part number|slot"},
    {Concept::all, "all|everything's"},
    {Concept::title,
     "title|caption|heading|headline|text|text overlay|words|word|lettering|subtitle|title card"},
    {Concept::saying,
     "saying|that says|says|reading|that reads|titled|called|named|with the text|with the words|to say"},
    {Concept::transition, "transition|transition effect"},
    {Concept::cut, "cut|cutting|cuts|editing|edits|switching"},
    {Concept::pace, "pace|pacing|tempo of the cuts|rhythm of the cuts|cut rate|cutting speed|editing pace"},
    {Concept::order, "order|sequence"},
    {Concept::long_,
     "make it last|let it last|should last|long|duration|length|in length|in total|total|last for|run "
     "for|limit|no longer than|not longer than|at most|lasting for|trim to|shorten to"},
    {Concept::quality, "quality|res|settings"},
    {Concept::size, "resolution|size"},
    {Concept::frame_rate, "frame rate|framerate"},
    {Concept::shape, "format|aspect|aspect ratio|ratio|orientation|shape|mode"},
    {Concept::style, "style|vibe|mood|feeling|look and feel|energy"},
    {Concept::tempo,
     "tempo|bpm|beat grid|beat detection|detected beats|detected tempo|beat tracking|beat tracker"},
    {Concept::background, "background|bars at the sides|sides|borders|edges"},
    {Concept::whole_song,
     "the whole song|whole song|full song|the full song|entire song|the entire song|"
     "as long as the song|length of the song|all of the song|the song's length|whole track|full track|"
     "entire track|the whole track"},
    {Concept::whole_clips,
     "as long as the clips|length of the clips|all the footage|all my footage|all of the footage"},
    {Concept::verse, "verse"},
    {Concept::chorus, "chorus|refrain|hook"},
    {Concept::intro, "intro|introduction"},
    {Concept::bridge, "bridge|breakdown"},
    {Concept::outro, "outro"},
    {Concept::drop, "drop|beat drop|beat drops|bass drop|drops"},
    {Concept::start,
     "start|begin|starting|beginning|kick off|start it|song start|start the song|start the music|jump in|"
     "open with"},
    {Concept::end, "end|ending|at the end|the end"},
    {Concept::automatic, "auto|automatic|automatically|best part|the best part|the best part of the song"},
    {Concept::every, "every|once every|on every|per"},
    {Concept::top, "top|upper third|at the top|the top"},
    {Concept::middle, "middle|center|centre|centered|centred|in the middle|in the center|in the centre"},
    {Concept::bottom, "bottom|lower third|at the bottom|the bottom|below"},
    {Concept::vertical,
     "vertical|portrait|upright|for reels|for shorts|for stories|tiktok format|tiktok|tik tok|reels "
     "format|shorts format|story format|"
     "phone format|for phones|for mobile|for the phone|vertically|portrait mode|instagram reel|tall|"
     "youtube short|youtube shorts"},
    {Concept::landscape,
     "for youtube|landscape|horizontal|widescreen|wide screen|horizontally|youtube format|cinema "
     "format|wide"},
    {Concept::square, "square|squared"},
    {Concept::own_shape,
     "original aspect|original aspect ratio|source aspect|original format|original shape|same shape as the "
     "clips"},
    {Concept::fast,
     "fast|faster|quick|quicker|rapid|fast paced|high energy|energetic|lively|hectic|snappy|snappier|"
     "speed up|more cuts|quickly|rapidly|frantic|wild|go wild|fast cut|more often|speedy|up tempo"},
    {Concept::slow,
     "slow|slower|calm|calmer|relaxed|chill|chilled|slow paced|gentle|slow down|slow it down|laid back|"
     "fewer cuts|less cuts|slowly|less hectic|less fast|less often|more relaxed|relaxing|not so fast|"
     "less frantic|more slowly"},
    {Concept::medium, "medium|moderate|moderately|medium paced|normal pace|average"},
    {Concept::slight, "a bit|a little|slightly|a little bit|a touch|somewhat|a tad|bit|little"},
    {Concept::very, "much|very|a lot|way|far|lots|super|more"},
    {Concept::quiet, "quieter|quiet|softer|soft|less loud|lower volume|down"},
    {Concept::loud, "louder|loud|up|more volume"},
    {Concept::lower, "lower|reduce|decrease|turn down|bring down|lessen|dial down"},
    {Concept::raise, "raise|increase|turn up|boost|bring up|crank up|pump up"},
    {Concept::mute, "mute|muted|silence|silent|off|turn off|switch off|turned off|switched off|disable"},
    {Concept::strong, "strong|strongest|hard beat|heavy|big|main|accented"},
    {Concept::punchy, "punchy|punchier|aggressive|hype|hard hitting|impactful"},
    {Concept::smooth, "smooth|smoother|dreamy|cinematic|flowing|soft look"},
    {Concept::clean, "clean|cleaner|minimal|simple|plain|no effects|without effects|no effect"},
    {Concept::fade, "crossfade|cross fade|fade|dissolve|cross dissolve|crossfades|crossfading|fading|blend"},
    {Concept::dip,
     "dip to black|fade to black|dip|through black|fade through black|dips to black|dip through black"},
    {Concept::dip_white,
     "dip to white|fade to white|through white|dips to white|fade through white|dip through white"},
    {Concept::hard, "hard cut|straight cut|clean cut|hard cuts|straight cuts|jump cut"},
    {Concept::flash, "flash|white flash|flashes|strobe"},
    {Concept::punch,
     "zoom punch|punch zoom|punch in|punch ins|zoom pulse|beat zoom|punch|zoom punches|zoom in"},
    {Concept::ramp, "speed ramp|ramp|speed ramps|ramping|speed ramping|velocity effect|velocity edit"},
    {Concept::freeze,
     "freeze|freeze frame|freeze the last frame|freeze on the last beat|freeze on the last frame|"
     "hold the last frame|freeze frame at the end"},
    {Concept::crop, "crop|cropping|fill the frame|fill the screen|crop in|cut off|cut anything off|cropped"},
    {Concept::pad,
     "pad|black bars|letterbox|letterboxed|black borders|pillarbox|show the whole picture|whole picture|"
     "fit the whole picture|padding|keep the whole picture|fit inside"},
    {Concept::blur,
     "blurred background|blurry background|blur the background|blurred sides|blurry sides|blur|blurred|"
     "blurred edges|blurred bars|blurred borders"},
    {Concept::duck, "duck|ducking|ducked|duck under|give way|ducks|ducking under"},
    {Concept::keep, "keep|leave|leave in|preserve|retain|keep in"},
    {Concept::shuffle, "shuffle|shuffled|random|randomise|randomize|random order|mix up|mixed up|randomly"},
    {Concept::given,
     "given order|in order|in the given order|given|original order|same order|chronological|as given|"
     "in that order|in this order|file order|my order|order i gave|the order i gave them"},
    {Concept::best,
     "best order|best|high|higher|hi|highest|top notch|maximum|max|highest possible|best possible"},
    {Concept::good, "good|normal|standard|regular|default"},
    {Concept::rough, "low|lowest|rough|draft|low res|quick and dirty"},
    {Concept::preview, "preview|rough cut|draft version|quick look"},
    {Concept::speed, "speed|rate"},
    {Concept::doubled, "double|twice|doubled|two times|double the|twice as"},
    {Concept::halved, "halve|half the speed|half speed|half time|halftime|half as|halved"},
    {Concept::shift, "shift|nudge|offset|move|move all|shifted|shift all"},
    {Concept::late, "late|behind|later|lag|lagging"},
    {Concept::early, "early|ahead|earlier|too soon"},
    {Concept::downbeat, "downbeat|the one|first beat of the bar|bar one|first beat of a bar"},
    {Concept::sync,
     "auto sync|autosync|sync|synced|synchronise|synchronize|beat sync|beatsync|sync up|beat synced|"
     "beat matched|match|synced up|sync cuts|"
     "in sync"},
    {Concept::under, "under|underneath|beneath|behind the|over the finished|under my|below the"},
    {Concept::score,
     "as background music|as the background music|as soundtrack|as the soundtrack|as music|as the music|"
     "as bgm|as a soundtrack|as its soundtrack|as the bgm"},
    {Concept::stretch, "stretch|stretched|time stretch|allow stretching|let it stretch|stretching"},
    {Concept::render, "render|export|save|encode|rendering|output it|save it|write out"},
    {Concept::mp4, "mp4|mp4 file|mp4 video|video file"},
    {Concept::edl, "edl|premiere|adobe premiere|premiere pro"},
    {Concept::fcpxml, "fcpxml|final cut|final cut pro|fcp|davinci|davinci resolve|resolve"},
    {Concept::otio, "otio|opentimelineio"},
    {Concept::kdenlive, "kdenlive"},
    {Concept::as, "as"},
    {Concept::swap, "swap|exchange|switch places|trade places|switch around|trade"},
    {Concept::lock, "lock|pin down|as it is|as is|lock in|locked|untouched"},
    {Concept::unlock, "unlock|unlocked|release"},
    {Concept::touch, "touch|change anything about|alter|mess with|modify"},
    {Concept::longer, "longer|lengthen|extend|extended"},
    {Concept::shorter, "shorter|shorten|trim|trimmed"},
    {Concept::replace, "replace|substitute|swap out"},
    {Concept::replan,
     "try again|another version|different version|new version|again|redo|redo it|regenerate|"
     "another one|another take|do it again|something different|replan|reroll|roll again|"
     "another try|different take|start over|one more version|different cut|another variant"},
    {Concept::undo,
     "undo|revert|go back|take it back|undo that|undo it|undo the last change|revert the last change|"
     "undo the last edit|go back one step|back one step|restore the previous version|previous version"},
};

}  // namespace

std::span<const Entry> english_words() {
    return kEnglish;
}

}  // namespace beatsync::words
