using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Projections.EventStore;
using Microsoft.Extensions.Logging;

namespace Center.Api.Facilities;

/// <summary>The first start of a database imports the definition; later starts leave what people have changed since.</summary>
/// <param name="settings">Where the files are.</param>
/// <param name="tenants">Whether there is a centre.</param>
/// <param name="importing">Imports.</param>
/// <param name="log">Says what was imported.</param>
internal sealed partial class ImportOnFirstStart(
    CenterSettings settings,
    CentreTenants tenants,
    DefinitionImporting importing,
    ILogger<ImportOnFirstStart> log
) : IFirstStart
{
    public int Order => 100;

    public async Task RunAsync(CancellationToken stopping)
    {
        if (await tenants.AnyAsync(stopping))
        {
            return;
        }

        var outcome = await importing.RunAsync(
            await ReadAsync(settings.Definition, "Center__Definition", stopping),
            await ReadAsync(settings.Holidays, "Center__Holidays", stopping),
            EventContext.System("first-start", "first-start"),
            stopping
        );
        if (outcome.Refusal is { } refusal)
        {
            throw new StartupFailure($"The definition {settings.Definition} cannot be imported: {refusal.Detail}");
        }

        LogImported(outcome.Centre!, outcome.Streams, outcome.Events);
    }

    private static async Task<string> ReadAsync(string path, string variable, CancellationToken stopping)
    {
        try
        {
            return await File.ReadAllTextAsync(path, stopping);
        }
        catch (IOException missing)
        {
            throw new StartupFailure($"The file {path} cannot be read; correct {variable}.", missing);
        }
    }

    [LoggerMessage(LogLevel.Information, "Imported the centre {Centre}: {Streams} streams, {Events} events")]
    private partial void LogImported(string centre, int streams, int events);
}
