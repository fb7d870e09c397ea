using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Resources;
using Center.Api.Audit.Pages;
using Center.Api.Bookings.Pages;
using Center.Api.FrontDesk.Pages;
using Center.Api.Plumbing.Pages;
using Center.Api.Statistics.Pages;
using Center.Domain.Bookings;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Statistics;

public sealed class PageTextsTests
{
    [Theory]
    [InlineData(typeof(PageTexts))]
    [InlineData(typeof(DayTexts))]
    [InlineData(typeof(DeskTexts))]
    [InlineData(typeof(BookTexts))]
    [InlineData(typeof(AuditTexts))]
    public void whatever_is_said_in_chinese_is_said_in_english_too(Type texts)
    {
        KeysOf(texts, "en").ShouldBe(KeysOf(texts, string.Empty));
    }

    [Fact]
    public void every_state_and_every_purpose_has_a_word()
    {
        var keys = KeysOf(typeof(DayTexts), string.Empty);
        Enum.GetNames<DayState>().Select(state => $"state.{state}").Except(keys).ShouldBeEmpty();
        Purposes.All.Select(purpose => $"purpose.{purpose}").Except(keys).ShouldBeEmpty();
        BookWords.Purposes.ShouldBe(Purposes.All, ignoreOrder: true);
        BookWords
            .Purposes.Select(purpose => $"purpose.{purpose}")
            .Except(KeysOf(typeof(BookTexts), string.Empty))
            .ShouldBeEmpty();
    }

    private static string[] KeysOf(Type texts, string language)
    {
        var resources = new ResourceManager(texts);
        var set = resources.GetResourceSet(CultureInfo.GetCultureInfo(language), true, false)!;
        return [.. set.Cast<DictionaryEntry>().Select(text => (string)text.Key).Order(StringComparer.Ordinal)];
    }
}
