using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using Marten;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>Only one class appends events, so metadata has one writer and no append forgets a lock.</summary>
public sealed class AppendingTests
{
    private static readonly string[] _appends =
    [
        "Append",
        "AppendExclusive",
        "AppendOptimistic",
        "FetchForExclusiveWriting",
        "FetchForWriting",
        "StartStream",
        "WriteToAggregate",
        "WriteExclusivelyToAggregate",
    ];

    private const string Appender = "Center.Projections.EventStore.Work";

    [Fact]
    public void only_work_appends_events() =>
        Appenders(House.Floors.SelectMany(House.CodeOf))
            .Where(found => !found.StartsWith(Appender + " ", StringComparison.Ordinal))
            .ShouldBeNone("Append through Work.Append, which writes the metadata and takes the log lock.");

    [Fact]
    public void work_itself_is_seen_to_append() =>
        Appenders(House.CodeOf(House.Projections)).ShouldFind($"{Appender} calls Append");

    [Fact]
    public void others_that_append_are_found() =>
        Appenders(House.CodeOf(House.Seeds))
            .ShouldFindExactly("SecretAppender calls Append", "SecretAppender calls StartStream");

    private static IEnumerable<string> Appenders(IEnumerable<IType> types) =>
        from type in types
        from call in type.Dependencies.OfType<MethodCallDependency>()
        let owner = call.TargetMember.DeclaringType.FullName
        where
            owner.StartsWith("Marten.", StringComparison.Ordinal)
            || owner.StartsWith("JasperFx.", StringComparison.Ordinal)
        let method = call.TargetMember.Name.Split('(', '<', '`')[0]
        where _appends.Contains(method, StringComparer.Ordinal)
        select $"{type.FullName} calls {method}";

    private static class SecretAppender
    {
        public static async Task AppendAsync(IDocumentSession session)
        {
            await Task.Yield();
            session.Events.StartStream("booking/1", new object());
        }

        public static Action Later(IDocumentSession session) => () => session.Events.Append("booking/1", new object());
    }
}
