using Center.Domain.People;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.People;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("li@example.org")]
    [InlineData("li.na+centre@mail.example-1.org")]
    [InlineData("o'neill_1@163.com")]
    public void addresses_are_taken(string text) => EmailAddress.Is(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("li")]
    [InlineData("@example.org")]
    [InlineData("li@")]
    [InlineData("li@localhost")]
    [InlineData("li@@example.org")]
    [InlineData("li@example..org")]
    [InlineData("li@-example.org")]
    [InlineData(".li@example.org")]
    [InlineData("l..i@example.org")]
    [InlineData("li na@example.org")]
    [InlineData("li@example.org\r\nBcc: all@example.org")]
    [InlineData("Li <li@example.org>")]
    [InlineData("李@example.org")]
    [InlineData("li@example.org,na@example.org")]
    public void other_texts_are_not(string text) => EmailAddress.Is(text).ShouldBeFalse();

    [Fact]
    public void an_address_has_an_end() =>
        EmailAddress.Is($"li@{string.Join('.', System.Linq.Enumerable.Repeat("example", 40))}").ShouldBeFalse();
}
