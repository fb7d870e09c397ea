using System;
using System.IO;
using System.Linq;
using Shouldly;

namespace Center.Api.Tests.Infrastructure;

/// <summary>
/// Compares what is generated with what was approved: text files in <c>Approved/</c>, reviewed in every change. With
/// <c>CENTER_APPROVE=1</c> in the environment a test run writes them anew.
/// </summary>
internal static class Approved
{
    /// <summary>Whether this run writes files instead of comparing.</summary>
    public static bool Writes => Environment.GetEnvironmentVariable("CENTER_APPROVE") == "1";

    /// <summary>Compares with the approved file.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="generated">The text as it is now.</param>
    public static void ShouldHold(string name, string generated) =>
        ShouldHoldAt(Repository.OfTests("Approved", name), generated);

    /// <summary>Compares with an approved file that lies elsewhere, since others read it too.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="generated">The text as it is now.</param>
    public static void ShouldHoldAt(string path, string generated)
    {
        var name = Path.GetFileName(path);
        var text = generated.ReplaceLineEndings("\n");
        if (Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }

        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;
        if (approved != text)
        {
            throw new ShouldAssertException(
                $"{name} is not what was approved. If the change is meant, run the tests with CENTER_APPROVE=1 and "
                    + $"commit the file.\n{Difference(approved.Split('\n'), text.Split('\n'))}"
            );
        }
    }

    private static string Difference(string[] approved, string[] generated)
    {
        var gone = approved.Except(generated).Take(20).Select(line => $"- {line}");
        var added = generated.Except(approved).Take(20).Select(line => $"+ {line}");
        var lines = gone.Concat(added).ToList();
        return lines.Count == 0 ? "Lines moved." : string.Join('\n', lines);
    }
}
