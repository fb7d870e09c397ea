using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Center.Projections.People;
using Npgsql;
using Shouldly;
using Xunit;

namespace Center.Api.Tests.People;

/// <summary>The vault itself, without the service around it. What a test writes is rolled back at its end.</summary>
/// <param name="database">Made once for all of them.</param>
public sealed class VaultTests(VaultDatabase database) : IClassFixture<VaultDatabase>, IAsyncLifetime
{
    private const string Li = "0198c000-0000-7000-8000-000000000001";
    private const string Wang = "0198c000-0000-7000-8000-000000000002";

    private const string Long = "long enough for every byte that a test alters";

    private readonly VaultKey _key = new(RandomNumberGenerator.GetBytes(VaultKey.Length));
    private NpgsqlConnection _connection = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Vault Vault => VaultWith(_key);

    public async ValueTask InitializeAsync()
    {
        _connection = await database.OpenAsync();
        await ExecuteAsync("begin");
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("rollback");
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task a_text_reads_back_and_stands_nowhere_in_clear()
    {
        await PutAsync(Li, "name", "李卫民 🍵");
        await PutAsync(Li, "name", "李为民 🍵");
        (await Vault.ReadAsync(Li, "name", Cancel)).ShouldBe("李为民 🍵");
        (await Vault.ReadAsync(Li, "phone", Cancel)).ShouldBeNull();
        (await Vault.ReadAllAsync(Wang, Cancel)).ShouldBeEmpty();
        var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes("李为民"));
        (await CountAsync($"select from center.personal where sealed::text like '%{bytes}%'")).ShouldBe(0);
        (await CountAsync($"select from center.person_key where wrapped_key::text like '%{bytes}%'")).ShouldBe(0);
    }

    [Fact]
    public async Task a_text_that_was_taken_out_is_read_and_found_no_more_and_the_others_stay()
    {
        await PutAsync(Li, "card", "ZZ-1");
        await PutAsync(Li, "name", "李为民");
        await PutAsync(Wang, "card", "ZZ-1");
        await Vault.EraseAsync(Li, "card", Cancel);
        await Vault.EraseAsync(Li, "phone", Cancel);
        (await Vault.ReadAllAsync(Li, Cancel)).Keys.ShouldBe(["name"]);
        (await Vault.FindAsync("card", "ZZ-1", Cancel)).ShouldBe([Wang]);
        (await CountAsync($"select from center.personal where person = '{Li}'")).ShouldBe(1);
    }

    [Fact]
    public async Task the_same_text_is_sealed_differently_each_time()
    {
        await PutAsync(Li, "name", "王伟");
        await PutAsync(Wang, "name", "王伟");
        (await CountAsync($"select distinct sealed from center.personal where person in ('{Li}', '{Wang}')")).ShouldBe(
            2
        );
        (
            await CountAsync($"select distinct wrapped_key from center.person_key where person in ('{Li}', '{Wang}')")
        ).ShouldBe(2);
    }

    [Fact]
    public async Task another_vault_key_opens_nothing_and_finds_nobody()
    {
        await PutAsync(Li, "phone", "13800000001");
        var other = VaultWith(new VaultKey(RandomNumberGenerator.GetBytes(VaultKey.Length)));
        await Should.ThrowAsync<VaultUnreadableException>(() => other.ReadAsync(Li, "phone", Cancel));
        (await other.FindAsync("phone", "13800000001", Cancel)).ShouldBeEmpty();
        await Should.ThrowAsync<VaultUnreadableException>(() => other.PutAsync(Li, "name", "x", Cancel));
        (await Vault.ReadAsync(Li, "phone", Cancel)).ShouldBe("13800000001");
    }

    [Theory]
    [InlineData("update center.personal set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)")]
    [InlineData("update center.personal set sealed = set_byte(sealed, 1, get_byte(sealed, 1) # 1)")]
    [InlineData("update center.personal set sealed = set_byte(sealed, 13, get_byte(sealed, 13) # 1)")]
    [InlineData("update center.personal set sealed = set_byte(sealed, 0, 2)")]
    [InlineData("update center.personal set sealed = substring(sealed for 20)")]
    [InlineData("update center.personal set sealed = ''")]
    [InlineData("update center.personal set field = 'card' where field = 'phone'")]
    [InlineData("update center.personal set person = '" + Wang + "' where person = '" + Li + "'")]
    [InlineData("update center.person_key set wrapped_key = set_byte(wrapped_key, 40, get_byte(wrapped_key, 40) # 1)")]
    [InlineData(
        "update center.person_key a set wrapped_key = b.wrapped_key from center.person_key b where a.person <> b.person"
    )]
    public async Task whatever_is_altered_or_moved_is_noticed(string sql)
    {
        await PutAsync(Li, "phone", "13800000001, evenings only");
        await PutAsync(Wang, "name", "王伟, the elder of two");
        await ExecuteAsync(sql);
        var readings = (Func<Task>[])[() => Vault.ReadAllAsync(Li, Cancel), () => Vault.ReadAllAsync(Wang, Cancel)];
        var noticed = 0;
        foreach (var read in readings)
        {
            try
            {
                await read();
            }
            catch (VaultUnreadableException unreadable)
            {
                noticed++;
                unreadable.Message.ShouldNotContain(Li);
                unreadable.Message.ShouldNotContain(Wang);
            }
        }

        noticed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task a_destroyed_key_is_gone_for_good_and_only_for_that_person()
    {
        await PutAsync(Li, "name", "李卫民");
        await PutAsync(Li, "note:1", "comes with a stick");
        await PutAsync(Wang, "name", "李卫民");
        await Vault.DestroyAsync(Li, Cancel);
        await Vault.DestroyAsync(Li, Cancel);
        (await Vault.ReadAllAsync(Li, Cancel)).ShouldBeEmpty();
        (await Vault.FindAsync("name", "李卫民", Cancel)).ShouldBe([Wang]);
        (await Vault.PutAsync(Li, "name", "李卫民", Cancel)).ShouldBeFalse("nothing is kept for them again");
        (await CountAsync($"select from center.personal where person = '{Li}'")).ShouldBe(0);
        (await CountAsync($"select from center.personal_index where person = '{Li}'")).ShouldBe(0);
        (await CountAsync($"select from center.person_key where person = '{Li}' and wrapped_key is null")).ShouldBe(1);
    }

    [Theory]
    [InlineData("phone", "138 0000 0001")]
    [InlineData("phone", "138-0000-0001")]
    [InlineData("phone", "+86 138 0000 0001")]
    [InlineData("phone", "0086 13800000001")]
    [InlineData("phone", "8613800000001")]
    [InlineData("phone", "１３８０００００００１")]
    [InlineData("name", " 李 卫民 ")]
    [InlineData("name", "李　卫民")]
    [InlineData("card", "ab-12x")]
    public async Task a_person_is_found_however_it_is_typed(string field, string typed)
    {
        await PutAsync(Li, "phone", "13800000001");
        await PutAsync(Li, "name", "李卫民");
        await PutAsync(Li, "card", "AB-12X");
        (await Vault.FindAsync(field, typed, Cancel)).ShouldBe([Li]);
    }

    [Theory]
    [InlineData("phone", "1380000000")]
    [InlineData("phone", "138000000011")]
    [InlineData("phone", "13800000002")]
    [InlineData("phone", "%")]
    [InlineData("phone", "")]
    [InlineData("name", "李")]
    [InlineData("name", "李卫")]
    [InlineData("name", "李%")]
    [InlineData("name", "\ud800")]
    [InlineData("card", "AB-12")]
    [InlineData("card", "AB12X")]
    [InlineData("name", "13800000001")]
    [InlineData("address", "Some Street 1")]
    public async Task nobody_is_found_by_a_part_or_in_another_field(string field, string typed)
    {
        await PutAsync(Li, "phone", "13800000001");
        await PutAsync(Li, "name", "李卫民");
        await PutAsync(Li, "card", "AB-12X");
        await PutAsync(Li, "address", "Some Street 1");
        (await Vault.FindAsync(field, typed, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_changed_phone_is_found_by_the_new_number_alone()
    {
        await PutAsync(Li, "phone", "13800000001");
        await PutAsync(Li, "phone", "13900000002");
        (await Vault.FindAsync("phone", "13800000001", Cancel)).ShouldBeEmpty();
        (await Vault.FindAsync("phone", "13900000002", Cancel)).ShouldBe([Li]);
    }

    [Fact]
    public async Task digests_cannot_be_tried_without_the_key_and_differ_between_centres()
    {
        await PutAsync(Li, "phone", "13800000001");
        await new Vault(_connection, "elsewhere", _key).PutAsync(Li, "phone", "13800000001", Cancel);
        (await CountAsync("select distinct digest from center.personal_index")).ShouldBe(2);
        var plain = Convert.ToHexStringLower(SHA256.HashData("13800000001"u8));
        (await CountAsync($"select from center.personal_index where digest = '\\x{plain}'")).ShouldBe(0);
        (await new Vault(_connection, "a third", _key).FindAsync("phone", "13800000001", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task many_who_write_first_for_one_person_share_one_key()
    {
        var person = Guid.CreateVersion7().ToString();
        var writers = Enumerable
            .Range(0, 8)
            .Select(async i =>
            {
                await using var connection = await database.OpenAsync();
                await new Vault(connection, VaultDatabase.Centre, _key).PutAsync(person, $"note:{i}", Long, Cancel);
            });
        await Task.WhenAll(writers);
        (await Vault.ReadAllAsync(person, Cancel)).Count.ShouldBe(8);
    }

    private async Task PutAsync(string person, string field, string text) =>
        (await Vault.PutAsync(person, field, text, Cancel)).ShouldBeTrue();

    private Vault VaultWith(VaultKey key) => new(_connection, VaultDatabase.Centre, key);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = new NpgsqlCommand($"select count(*) from ({sql}) counted", _connection);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
