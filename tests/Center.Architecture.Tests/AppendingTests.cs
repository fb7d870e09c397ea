using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using Marten;
using Shouldly;
using Xunit;

namespace Center.Architecture.Tests;

/// <summary>Only one class appends events, so metadata has one writer and no append forgets a lock.</summary>
public sealed partial class AppendingTests
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

    private const string Appender = "src/Center.Projections/EventStore/EventAppend.cs";

    [Fact]
    public void nobody_appends_through_the_store() =>
        Appenders(House.Floors.SelectMany(House.CodeOf))
            .ShouldBeNone("Append through Work.Append, which writes the metadata and takes the log lock.");

    [Fact]
    public void one_file_writes_into_the_tables_of_the_log() =>
        House
            .SourcesOf("src")
            .Where(file => WritesLog().IsMatch(file.Text))
            .Select(file => file.Path)
            .ShouldBe([Appender]);

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

    [GeneratedRegex(@"\b(insert\s+into|update|delete\s+from)\s+(center|\{[^}]*\})\.mt_(events|streams)\b")]
    private static partial Regex WritesLog();

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
