using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace Center.Api.Plumbing;

/// <summary>Something that the service does from the command line instead of serving: <c>-- keys create …</c>.</summary>
internal abstract class ConsoleCommand
{
    /// <summary>The words that call it, for example keys, create.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>What follows the words, for the list of commands.</summary>
    public abstract string Usage { get; }

    /// <summary>Whether it takes the database as it finds it; otherwise the schema is applied and the centre imported first.</summary>
    public virtual bool TakesDatabaseAsIs => false;

    /// <summary>Runs it.</summary>
    /// <param name="services">Services of the host, which is not started.</param>
    /// <param name="args">Arguments after the words.</param>
    /// <param name="output">Where results go.</param>
    /// <returns>Exit code: 0 done, 1 found something wrong, 2 called wrongly.</returns>
    public abstract Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> args, TextWriter output);
}

/// <summary>A command that needs neither database nor home nor network, and touches none.</summary>
internal abstract class OfflineCommand : ConsoleCommand
{
    public sealed override Task<int> RunAsync(
        IServiceProvider services,
        IReadOnlyList<string> args,
        TextWriter output
    ) => RunAsync(args, output);

    /// <summary>Runs it.</summary>
    /// <param name="args">Arguments after the words.</param>
    /// <param name="output">Where results go.</param>
    /// <returns>Exit code: 0 done, 1 found something wrong, 2 called wrongly.</returns>
    public abstract Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output);
}

/// <summary>Finds commands by their words.</summary>
internal static class ConsoleCommands
{
    /// <summary>Every command of the product.</summary>
    public static IReadOnlyList<ConsoleCommand> All { get; } =
    [
        .. typeof(ConsoleCommands)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ConsoleCommand)) && !type.IsAbstract)
            .Select(type => (ConsoleCommand)Activator.CreateInstance(type)!)
            .OrderBy(command => string.Join(' ', command.Words), StringComparer.Ordinal),
    ];

    /// <summary>The command that the arguments begin with, or null when they ask to serve.</summary>
    /// <exception cref="StartupFailure">The first argument is a word but no command.</exception>
    public static ConsoleCommand? Find(string[] args)
    {
        var found = All.FirstOrDefault(command => args.Take(command.Words.Count).SequenceEqual(command.Words));
        if (found is null && args.Length > 0 && !args[0].StartsWith('-') && !args[0].Contains('='))
        {
            var known = All.Select(command => $"  -- {string.Join(' ', command.Words)} {command.Usage}");
            throw new StartupFailure($"'{args[0]}' is no command. There are:\n{string.Join('\n', known)}");
        }

        return found;
    }
}
