using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Center.Api.Plumbing;
using Center.Domain.Access;
using Center.Domain.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Demonstration;

/// <summary>Prints what was told, and how to look at it.</summary>
/// <param name="output">Where it is printed.</param>
/// <param name="services">Services of the host.</param>
/// <param name="tomorrow">The centre's next local day.</param>
internal sealed class DemonstrationReport(TextWriter output, IServiceProvider services, TimeWindow tomorrow)
{
    private readonly string _address = AddressOf(services.GetRequiredService<IConfiguration>());

    /// <summary>Events by name, and refusals by code.</summary>
    public async Task WriteCountsAsync(
        IReadOnlyDictionary<string, long> events,
        IReadOnlyDictionary<string, int> refusals,
        TimeSpan took
    )
    {
        var seconds = took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        await output.WriteLineAsync($"Told {events.Values.Sum()} events in {seconds} s:");
        foreach (var (name, count) in events)
        {
            await output.WriteLineAsync($"{count, 8}  {name}");
        }

        await output.WriteLineAsync($"The rules said no {refusals.Values.Sum()} times:");
        foreach (var (code, count) in refusals)
        {
            await output.WriteLineAsync($"{count, 8}  {code}");
        }
    }

    /// <summary>Each key with something to try.</summary>
    public async Task WriteKeysAsync(IReadOnlyList<KeyHolder> keys)
    {
        await output.WriteLineAsync($"\nThe page: {_address}/\nKeys, shown once:");
        foreach (var key in keys)
        {
            var role = JsonNamingPolicy.KebabCaseLower.ConvertName(key.Caller.Role.ToString());
            await output.WriteLineAsync($"\n{role}: {key.Secret}");
            await output.WriteLineAsync(
                $"  curl -s -H 'Authorization: Bearer {key.Secret}' '{_address}/api/v1{PathFor(key.Caller.Role)}'"
            );
        }
    }

    private string PathFor(Role role) =>
        role switch
        {
            Role.Steward => "/bookings?status=requested&limit=5",
            Role.Coordinator => "/service-entries?state=recorded&limit=5",
            Role.Manager => "/figures?measure=bookings&by=service-line",
            Role.Auditor => "/audit/events?type=booking.lapsed&limit=5",
            Role.Device => $"/availability?from={Text(tomorrow.Start)}&to={Text(tomorrow.End)}&duration=PT1H",
            _ => "/bookings?limit=5",
        };

    private static string Text(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string AddressOf(IConfiguration configuration) =>
        (configuration["urls"] is { Length: > 0 } urls ? urls.Split(';')[0] : CenterSettings.DefaultUrl).TrimEnd('/');
}
