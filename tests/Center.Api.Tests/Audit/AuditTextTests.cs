using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Center.Api.Tests.Infrastructure;
using Center.Domain.Access;
using Center.Domain.People;
using Center.Projections.Audit;
using Center.Projections.Audit.Sealing;
using Center.Projections.EventStore;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Audit;

/// <summary>The auditor's pages have words for everything, in both languages.</summary>
public sealed class AuditTextTests
{
    [Fact]
    public void both_languages_put_the_same_things_into_their_sentences()
    {
        var (chinese, english) = (Texts(""), Texts(".en"));
        foreach (var (name, text) in chinese)
        {
            text.ShouldNotBeEmpty(name);
            text.Count(letter => letter == '{').ShouldBe(english[name].Count(letter => letter == '{'), name);
        }
    }

    [Fact]
    public void every_event_role_permission_state_and_halt_has_a_word()
    {
        var wanted = EventLanguage
            .OfDomain.Types.Select(type => $"event.{EventLanguage.OfDomain.NameOf(type).Name}")
            .Concat(Enum.GetNames<Role>().Select(role => $"role.{JsonNamingPolicy.KebabCaseLower.ConvertName(role)}"))
            .Concat(
                Enum.GetNames<Permission>()
                    .Select(one => $"permission.{JsonNamingPolicy.KebabCaseLower.ConvertName(one)}")
            )
            .Concat(LookUpReasons.All.Select(reason => $"look-up.{reason}"))
            .Concat(Enum.GetNames<ReplayState>().Select(state => $"state.{state.ToLowerInvariant()}"))
            .Concat(Enum.GetNames<LogHalt>().Select(halt => $"halt.{halt}"));
        wanted.Except(Texts("").Keys).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Texts(string language)
    {
        var path = Path.Combine(Repository.Root, "src/Center.Api/Audit/Pages", $"AuditTexts{language}.resx");
        return XDocument
            .Load(path)
            .Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
    }
}
