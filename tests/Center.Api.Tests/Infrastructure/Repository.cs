using System;
using System.IO;

namespace Center.Api.Tests.Infrastructure;

/// <summary>Finds files of the source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below this test project.</summary>
    public static string OfTests(params string[] parts) => Path.Combine([Root, "tests", "Center.Api.Tests", .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Center.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Run the tests below the folder that holds Center.sln.");
    }
}
