using System.Collections.Generic;
using System.Text.Json;
using Center.Domain.Kernel;

namespace Center.Domain.Facilities;

internal sealed partial class ObjectReader
{
    /// <summary>Two numbers, the second not below the first; null when left out.</summary>
    public Extent? Extent(string name)
    {
        if (!Has(name))
        {
            Ask(name, required: false);
            return null;
        }

        var numbers = Numbers(name);
        if (numbers is [var least, var most] && least <= most)
        {
            return new Extent(least, most);
        }

        if (numbers is not null)
        {
            Complain(name, "must be two numbers, the second not below the first");
        }

        return null;
    }

    /// <summary>Numbers above 0, each more than the one before.</summary>
    public ValueList<int> RisingNumbers(string name)
    {
        var numbers = Numbers(name) ?? [];
        for (var at = 0; at < numbers.Count; at++)
        {
            if (numbers[at] <= (at == 0 ? 0 : numbers[at - 1]))
            {
                ComplainAt(
                    $"{Place}.{name}[{at}]",
                    at == 0 ? "must be above 0" : "must be more than the number before"
                );
            }
        }

        return numbers.ToValueList();
    }

    /// <summary>A share from 0 to 1 with at most two decimals, in percent.</summary>
    public int Percent(string name)
    {
        if (Ask(name, required: true) is not { } element)
        {
            return 0;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var share) && share is >= 0 and <= 1)
        {
            var percent = share * 100;
            if (percent == decimal.Truncate(percent))
            {
                return (int)percent;
            }
        }

        Complain(name, "must be a share from 0 to 1 with at most two decimals");
        return 0;
    }

    private List<int>? Numbers(string name)
    {
        var before = _problems.Count;
        var numbers = new List<int>();
        foreach (var (element, place) in Items(name, required: true))
        {
            if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= 0)
            {
                numbers.Add(number);
            }
            else
            {
                ComplainAt(place, "must be a whole number, not negative");
            }
        }

        return _problems.Count == before ? numbers : null;
    }
}
