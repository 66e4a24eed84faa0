namespace Guidon.Contracts;

/// <summary>A stored trait. Of the four values one is set, as <see cref="ValueType"/> says.</summary>
/// <param name="Id">Above 0.</param>
/// <param name="TraitKey">Its name.</param>
/// <param name="ValueType"><c>unicode</c>, <c>int</c>, <c>float</c> or <c>bool</c>.</param>
/// <param name="StringValue">Set for <c>unicode</c>.</param>
/// <param name="IntegerValue">Set for <c>int</c>; a number beyond 64 bits is shown as <c>unicode</c>.</param>
/// <param name="FloatValue">Set for <c>float</c>.</param>
/// <param name="BooleanValue">Set for <c>bool</c>.</param>
/// <param name="CreatedDate">When the identity had it first, UTC, whatever its value was then; <see langword="null"/> for one that was stored before dates were kept.</param>
public sealed record TraitAnswer(
    long Id, string TraitKey, string ValueType, string? StringValue, long? IntegerValue, double? FloatValue, bool? BooleanValue, DateTime? CreatedDate);
