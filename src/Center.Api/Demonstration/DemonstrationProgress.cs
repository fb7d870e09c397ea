using System;
using System.Globalization;
using System.IO;

namespace Center.Api.Demonstration;

/// <summary>Says how far the story is: on a terminal in one line, elsewhere every tenth of the way.</summary>
/// <param name="output">Where it is said.</param>
/// <param name="terminal">Whether lines can be written over.</param>
internal sealed class DemonstrationProgress(TextWriter output, bool terminal)
{
    private const int Width = 30;
    private const int Tenths = 10;

    private int _said = -1;

    public static DemonstrationProgress On(TextWriter errors) => new(errors, !Console.IsErrorRedirected);

    /// <summary>A day is told.</summary>
    /// <param name="day">The day.</param>
    /// <param name="done">Days told.</param>
    /// <param name="all">Days to be told.</param>
    public void Told(DateOnly day, int done, int all)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (terminal)
        {
            var bar = new string('#', done * Width / all).PadRight(Width, '.');
            output.Write($"\r[{bar}] {date} {done}/{all}{(done == all ? "\n" : string.Empty)}");
        }
        else if (done * Tenths / all > _said)
        {
            _said = done * Tenths / all;
            output.WriteLine($"{date} {done}/{all}");
        }
    }
}
