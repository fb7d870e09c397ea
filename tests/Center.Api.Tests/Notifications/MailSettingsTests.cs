using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Resources;
using Center.Api.Notifications;
using Center.Api.Plumbing;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Notifications;

public sealed class MailSettingsTests
{
    [Fact]
    public void without_a_host_the_rest_does_not_matter() =>
        Read(("From", "nonsense"), ("Port", "nonsense")).Host.ShouldBeNull();

    [Theory]
    [InlineData("From", null)]
    [InlineData("From", "nobody")]
    [InlineData("Port", "0")]
    [InlineData("Port", "65536")]
    [InlineData("Port", "smtp")]
    [InlineData("Tls", "yes")]
    [InlineData("FirstPauseSeconds", "0")]
    public void what_makes_no_sense_ends_the_start_with_a_sentence(string name, string? value)
    {
        var failure = Should.Throw<StartupFailure>(() =>
            Read(("Host", "mail.example.org"), ("From", "centre@example.org"), (name, value))
        );
        failure.Message.ShouldContain($"Center__Mail__{name}");
    }

    [Fact]
    public void pauses_grow_and_last_for_days()
    {
        var settings = Read(("Host", "mail.example.org"), ("From", "centre@example.org"));
        var pauses = Enumerable.Range(1, MailSettings.MostAttempts - 1).Select(settings.PauseAfter).ToList();

        pauses[0].ShouldBe(TimeSpan.FromMinutes(1));
        pauses.ShouldBe(pauses.Order());
        pauses.Max().ShouldBe(TimeSpan.FromHours(6));
        TimeSpan
            .FromTicks(pauses.Sum(pause => pause.Ticks))
            .ShouldBeInRange(TimeSpan.FromDays(3), TimeSpan.FromDays(5));
    }

    [Fact]
    public void whatever_is_said_in_chinese_is_said_in_english_too()
    {
        var keys = KeysIn(string.Empty);
        KeysIn("en").ShouldBe(keys);
        foreach (var kind in Enum.GetNames<NoticeKind>())
        {
            keys.ShouldContain($"subject.{kind}");
            keys.ShouldContain($"said.{kind}");
        }
    }

    private static MailSettings Read(params (string Name, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
        {
            values[$"Center:Mail:{name}"] = value;
        }

        return MailSettings.Of(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    private static string[] KeysIn(string language)
    {
        var set = new ResourceManager(typeof(NoticeTexts)).GetResourceSet(
            CultureInfo.GetCultureInfo(language),
            true,
            false
        )!;
        return [.. set.Cast<DictionaryEntry>().Select(text => (string)text.Key).Order(StringComparer.Ordinal)];
    }
}
