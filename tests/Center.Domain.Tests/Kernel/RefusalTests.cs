using System;
using Center.Domain.Kernel;
using Shouldly;
using Xunit;

namespace Center.Domain.Tests.Kernel;

public sealed class RefusalTests
{
    [Fact]
    public void a_fact_is_kept_beside_those_before_it()
    {
        var refusal = new Refusal("wrong-state", "No.").With("state", "lapsed").With("limit", 3);

        refusal.Data["state"].ShouldBe("lapsed");
        refusal.Data["limit"].ShouldBe(3);
    }

    // RFC 9457, section 3.1, and what every answer of ours has.
    [Theory]
    [InlineData("type")]
    [InlineData("title")]
    [InlineData("status")]
    [InlineData("detail")]
    [InlineData("instance")]
    [InlineData("code")]
    [InlineData("traceId")]
    public void no_fact_takes_the_name_of_a_member_that_every_problem_has(string name) =>
        Should.Throw<ArgumentException>(() => new Refusal("wrong-state", "No.").With(name, "lapsed"));
}
