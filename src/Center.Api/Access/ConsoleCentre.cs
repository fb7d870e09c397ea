using System;
using System.Linq;
using System.Threading.Tasks;
using Center.Projections.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Access;

/// <summary>The centre that a console command is about.</summary>
internal static class ConsoleCentre
{
    /// <summary>The one that is named, or the only one; null, and said on the error output, when neither is there.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="named">Id of the centre, or null.</param>
    public static async Task<string?> FindAsync(IServiceProvider services, string? named)
    {
        var centres = await services.GetRequiredService<Credentials>().CentresAsync(default);
        var centre = named ?? (centres.Count == 1 ? centres[0] : null);
        if (centre is not null && centres.Contains(centre))
        {
            return centre;
        }

        await Console.Error.WriteLineAsync($"Name the centre with --centre: {string.Join(", ", centres)}");
        return null;
    }
}
