using System.Collections.Generic;
using System.Globalization;
using Bogus;

namespace Center.Api.Demonstration;

/// <summary>
/// Names and numbers of people who do not exist. No telephone number in China begins with 100 and has eleven digits, and
/// cards say what they are.
/// </summary>
/// <param name="chance">What is left to chance.</param>
internal sealed class SyntheticDetails(Chance chance)
{
    private readonly Faker _faker = new("zh_CN") { Random = chance.Random };
    private int _number;

    /// <summary>What goes to the vault for one person.</summary>
    public Dictionary<string, string> Next()
    {
        var number = (++_number).ToString("0000", CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["name"] = _faker.Name.LastName() + _faker.Name.FirstName(),
            ["phone"] = $"1000000{number}",
            ["card"] = $"DEMO-{number}",
        };
    }
}
