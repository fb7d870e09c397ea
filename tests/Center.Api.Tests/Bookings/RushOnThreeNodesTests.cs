using System.Linq;
using System.Threading.Tasks;
using Center.Api.Tests.Infrastructure;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.Bookings;

/// <summary>The rush through three services on one database.</summary>
public sealed class RushOnThreeNodesTests(ThreeNodes nodes) : IClassFixture<ThreeNodes>
{
    [Fact]
    public async Task of_2000_requests_of_200_people_for_20_slots_20_are_accepted()
    {
        nodes.All.Select(node => node.BaseAddress).Distinct().Count().ShouldBe(3);
        await Rush.For20SlotsAsync(nodes);
    }
}
