using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Center.Api.Plumbing;

/// <summary>The way in: serve, or run one of the commands.</summary>
internal static class CenterProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var command = ConsoleCommands.Find(args);
            if (command is OfflineCommand offline)
            {
                return await offline.RunAsync(args[command.Words.Count..], Console.Out);
            }

            await using var host = await CenterHost.BuildAsync(command is null ? args : []);
            if (command is not { TakesDatabaseAsIs: true })
            {
                await host.Services.GetRequiredService<Migration>().RunAsync(default);
            }

            if (command is not null)
            {
                return await command.RunAsync(host.Services, args[command.Words.Count..], Console.Out);
            }

            await host.ServeAsync();
            return 0;
        }
        catch (StartupFailure failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
