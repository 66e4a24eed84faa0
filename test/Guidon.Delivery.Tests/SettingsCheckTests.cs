using System.Net;
using System.Text;
using System.Text.Json;
using Guidon.Delivery.Settings;
using Guidon.Integrations;

namespace Guidon.Delivery.Tests;

public sealed class SettingsCheckTests
{
    private static readonly SettingsCheck s_check = new(new AddressGuard(
        new DeliveryOptions(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34")]), TimeProvider.System));

    [Fact]
    public async Task All_errors_come_at_once()
    {
        var errors = await ErrorsAsync("webhook", """{"secret":17,"format":"xml","standard_secret":"a\nb"}""");

        Assert.Equal(["format", "secret", "standard_secret", "url"], errors.Keys);
        Assert.Equal(["This field is required."], errors["url"]);
    }

    [Theory]
    [InlineData("""{"url":""}""", "This field may not be blank.")]
    [InlineData("""{"url":null}""", "This field may not be null.")]
    [InlineData("""{"url":["https://public.example"]}""", "Not a valid string.")]
    [InlineData("""{"url":"\ud800"}""", "Not a valid string.")]
    [InlineData("""{"url":"nonsense"}""", "Enter a valid URL.")]
    [InlineData("""{"url":"http://public.example"}""", "Use https; plain http is only for networks that Delivery:AllowedNetworks lists.")]
    public async Task An_address_is_checked_when_it_is_saved(string written, string message) =>
        Assert.Equal([message], (await ErrorsAsync("webhook", written))["url"]);

    [Fact]
    public async Task Lengths_are_limited() =>
        Assert.Equal(
            ["Ensure this field has no more than 100 characters."],
            (await ErrorsAsync("amplitude", $$"""{"api_key":"{{new string('k', 101)}}"}"""))["api_key"]);

    [Theory]
    [InlineData("whsec_short")]
    [InlineData("plain text")]
    [InlineData("whsec_!!!!")]
    public async Task A_standard_secret_has_the_standard_form(string secret) =>
        Assert.Contains("standard_secret", await ErrorsAsync("webhook", $$"""{"url":"https://public.example/","standard_secret":"{{secret}}"}"""));

    [Fact]
    public async Task Defaults_fill_what_was_not_written()
    {
        var values = (await CheckAsync("amplitude", """{"api_key":"key","base_url":null}""", null)).Values;

        Assert.Equal(("https://api2.amplitude.com", false), (values!.Text("base_url"), values.Switch("send_events")));
    }

    [Fact]
    public async Task What_is_not_an_object_is_refused() =>
        Assert.Contains("non_field_errors", await ErrorsAsync("webhook", "[]"));

    [Fact]
    public async Task A_secret_is_shown_by_its_end_and_keeps_its_value_when_it_comes_back_as_shown()
    {
        var stored = (await CheckAsync("amplitude", """{"api_key":"0123456789abcdef","send_events":true}""", null)).Values!;
        var shown = Show("amplitude", stored);

        var again = (await CheckAsync("amplitude", shown, stored)).Values!;

        Assert.Equal(
            """{"api_key":"****cdef","base_url":"https://api2.amplitude.com","send_events":true,"long_ids":"park","deliver":"every evaluation"}""", shown);
        Assert.Equal("0123456789abcdef", again.Text("api_key"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("https://public.example:8443/")]
    [InlineData("https://public.example.elsewhere.example/")]
    public async Task An_address_at_another_server_needs_every_secret_again_and_an_echo_is_none(string url)
    {
        var stored = (await CheckAsync("webhook", """{"url":"https://public.example/","secret":"0123456789abcdef","standard_secret":"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", null)).Values!;

        var alone = await CheckAsync("webhook", $$"""{"url":"{{url}}"}""", stored);
        var echoed = await CheckAsync("webhook", $$"""{"url":"{{url}}","secret":" ****cdef","standard_secret":null}""", stored);
        var written = (await CheckAsync("webhook", $$"""{"url":"{{url}}","secret":"another one","standard_secret":""}""", stored)).Values!;

        Assert.Equal(["secret", "standard_secret"], alone.Errors.ByField.Keys);
        Assert.Equal(["secret"], echoed.Errors.ByField.Keys);
        Assert.Equal((url, "another one", ""), (written.Text("url"), written.Text("secret"), written.Text("standard_secret")));
    }

    [Theory]
    [InlineData("https://PUBLIC.example:443/hook")]
    [InlineData("https://public.example/?to=elsewhere.example")]
    public async Task An_address_at_the_same_server_keeps_secrets(string url)
    {
        var stored = (await CheckAsync("webhook", """{"url":"https://public.example/","secret":"word"}""", null)).Values!;

        Assert.Equal("word", (await CheckAsync("webhook", $$"""{"url":"{{url}}"}""", stored)).Values!.Text("secret"));
    }

    [Fact]
    public async Task A_region_that_is_chosen_by_default_is_an_address_too()
    {
        var stored = (await CheckAsync("amplitude", """{"api_key":"0123456789abcdef"}""", null)).Values!;

        Assert.Equal(["api_key"], (await CheckAsync("amplitude", """{"base_url":"https://elsewhere.example"}""", stored)).Errors.ByField.Keys);
        Assert.Equal("0123456789abcdef", (await CheckAsync("amplitude", """{"base_url":null}""", stored)).Values!.Text("api_key"));
    }

    [Fact]
    public async Task Fields_that_were_not_written_keep_what_is_stored()
    {
        var stored = (await CheckAsync("webhook", """{"url":"https://public.example/","secret":"word"}""", null)).Values!;

        var changed = (await CheckAsync("webhook", """{"url":"https://public.example/new"}""", stored)).Values!;
        var cleared = (await CheckAsync("webhook", """{"secret":""}""", stored)).Values!;

        Assert.Equal(("https://public.example/new", "word"), (changed.Text("url"), changed.Text("secret")));
        Assert.Equal("", cleared.Text("secret"));
    }

    [Theory]
    [InlineData("""{"url":"https://public.example/","drop_traits":"email"}""")]
    [InlineData("""{"url":"https://public.example/","drop_traits":[1]}""")]
    [InlineData("""{"url":"https://public.example/","drop_traits":[""]}""")]
    [InlineData("""{"url":"https://public.example/","drop_traits":["\ud800"]}""")]
    public async Task A_trait_rule_is_a_list_of_keys(string written) =>
        Assert.Equal(["Must be a list of at most 200 texts of 1 to 200 characters."], (await ErrorsAsync("webhook", written))["drop_traits"]);

    [Fact]
    public async Task Trait_rules_are_shown_as_they_were_written_and_null_takes_them_away()
    {
        var values = (await CheckAsync("webhook", """{"url":"https://public.example/","allow_traits":[],"drop_traits":["a\"b","c","c"]}""", null)).Values!;
        var shown = Show("webhook", values);
        var again = (await CheckAsync("webhook", shown, values)).Values!;
        var cleared = (await CheckAsync("webhook", """{"allow_traits":null}""", values)).Values!;

        Assert.Contains(""""allow_traits":[],"drop_traits":["a\u0022b","c"]"""", shown);
        Assert.Equal(values.ToJson(), again.ToJson());
        Assert.DoesNotContain("allow_traits", Show("webhook", cleared));
        Assert.DoesNotContain("allow_traits", Show("amplitude", (await CheckAsync("amplitude", """{"api_key":"k","allow_traits":["a"]}""", null)).Values!));
    }

    [Fact]
    public void Values_survive_their_own_JSON()
    {
        var values = new SettingsValues([new("url", "https://ü.example/?a=\"b\""), new("secret", "")]);

        var again = SettingsValues.FromJson(values.ToJson());

        Assert.Equal((values.Text("url"), true, false), (again.Text("url"), again.Has("secret"), again.Has("other")));
    }

    private static async Task<CheckedSettings> CheckAsync(string integration, string written, SettingsValues? stored) =>
        await s_check.CheckAsync(Catalog.Find(integration)!, JsonElement.Parse(written), stored, default);

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ErrorsAsync(string integration, string written) =>
        (await CheckAsync(integration, written, null)).Errors.ByField;

    private static string Show(string integration, SettingsValues values)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            SettingsView.Write(writer, Catalog.Find(integration)!, values);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
