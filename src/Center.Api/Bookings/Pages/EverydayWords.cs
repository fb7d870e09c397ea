using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Center.Domain.Facilities;

namespace Center.Api.Bookings.Pages;

/// <summary>
/// What people call places and what is in them, in both languages, so that a search need not know a room's name. Words of
/// one group mean the same; a group belongs to a place when one of its words is in the place's name or features.
/// </summary>
internal static class EverydayWords
{
    private const int ShortestPrefix = 3;

    private static readonly string[][] _groups =
    [
        ["piano", "pianos", "钢琴", "弹琴"],
        ["music", "sing", "singing", "choir", "音乐", "唱歌", "合唱"],
        ["chess", "cards", "card", "mahjong", "go", "象棋", "围棋", "棋牌", "下棋", "打牌", "麻将", "扑克"],
        ["dance", "dancing", "mirrors", "舞蹈", "跳舞", "广场舞", "镜子"],
        ["paint", "painting", "draw", "drawing", "easels", "calligraphy", "画室", "画画", "绘画", "书法"],
        ["bake", "baking", "ovens", "oven", "cake", "cook", "烘焙", "烤箱", "蛋糕", "面包"],
        ["read", "reading", "book", "books", "library", "study", "借阅", "看书", "读书", "图书", "自习"],
        ["film", "films", "movie", "movies", "cinema", "影音", "电影", "看片"],
        ["gym", "fitness", "sport", "sports", "exercise", "健身", "锻炼", "运动"],
        ["meeting", "meetings", "meet", "会议", "开会"],
        ["class", "training", "course", "lecture", "培训", "上课", "讲座"],
        ["english", "英语", "外语"],
        ["children", "child", "kids", "儿童", "孩子", "小孩", "亲子"],
        ["elders", "elder", "seniors", "senior", "old", "老年", "老人", "长者"],
        ["craft", "crafts", "handicraft", "手工", "剪纸"],
        ["counselling", "counseling", "talk", "心理", "咨询"],
        ["volunteers", "volunteer", "志愿者", "志愿"],
        ["projector", "screen", "beamer", "投影", "投影仪", "屏幕"],
        ["microphones", "microphone", "stage", "话筒", "麦克风", "舞台"],
        ["whiteboard", "白板"],
        ["sound-system", "loudspeaker", "speaker", "音响", "音箱"],
        ["hall", "big", "大厅", "礼堂", "多功能厅"],
        ["accessible", "wheelchair", "无障碍", "轮椅"],
        ["counter", "window", "government", "服务窗口", "窗口", "政务", "办事"],
        ["room", "rooms", "房间", "活动室"],
        ["quiet", "安静"],
    ];

    /// <summary>How many of the words say something about a place; 0 when none does.</summary>
    /// <param name="words">What somebody typed.</param>
    /// <param name="place">The place.</param>
    public static int Fit(string words, Bookable place)
    {
        var about = TextOf(place);
        return Split(words).Count(word => MeaningsOf(word).Any(meaning => Says(about, meaning)));
    }

    private static string TextOf(Bookable place) =>
        string.Join('|', [.. place.Name.Texts.Values, .. place.Features, place.Kind.ToString(), place.Code])
            .ToUpperInvariant();

    private static IEnumerable<string> Split(string words) =>
        words
            .Normalize(NormalizationForm.FormKC)
            .ToUpperInvariant()
            .Split(
                [' ', ',', '.', ';', '/', '、', '，', '。', '？', '?', '！', '!', '\t'],
                StringSplitOptions.RemoveEmptyEntries
            );

    private static IEnumerable<string> MeaningsOf(string word) =>
        _groups
            .Where(group => group.Any(member => IsMeant(word, member.ToUpperInvariant())))
            .SelectMany(group => group)
            .Select(member => member.ToUpperInvariant())
            .Append(word);

    // Chinese is written without spaces: "想弹钢琴" asks for a piano.
    private static bool IsMeant(string word, string member) =>
        char.IsAscii(member[0])
            ? member == word || (word.Length >= ShortestPrefix && member.StartsWith(word, StringComparison.Ordinal))
            : word.Contains(member, StringComparison.Ordinal);

    // A Latin word is met as a word, so that "go" is not found in "government"; a Chinese one anywhere.
    private static bool Says(string about, string meaning)
    {
        if (!char.IsAscii(meaning[0]))
        {
            return about.Contains(meaning, StringComparison.Ordinal);
        }

        for (var at = Next(0); at >= 0; at = Next(at + 1))
        {
            var end = at + meaning.Length;
            var begins = at == 0 || !char.IsLetterOrDigit(about[at - 1]);
            if (
                begins && (end == about.Length || !char.IsLetterOrDigit(about[end]) || meaning.Length >= ShortestPrefix)
            )
            {
                return true;
            }
        }

        return false;

        int Next(int from) => from >= about.Length ? -1 : about.IndexOf(meaning, from, StringComparison.Ordinal);
    }
}
