import Sodium
import Testing

@testable import SLIP39

/// Multiplication as one learns it: all products of bits, then long division.
private func plainProduct(_ left: UInt8, _ right: UInt8) -> UInt8 {
  var product = 0
  for bit in 0..<8 where right & (1 << bit) != 0 { product ^= Int(left) << bit }
  for bit in stride(from: 15, through: 8, by: -1) where product & (1 << bit) != 0 {
    product ^= 0x11B << (bit - 8)
  }
  return UInt8(product)
}

struct FieldTests {
  @Test func `all 65,536 products are those of plain long division`() {
    var wrong = 0
    for left in UInt8.min...UInt8.max {
      for right in UInt8.min...UInt8.max
      where Field.multiply(left, right) != plainProduct(left, right) {
        wrong += 1
      }
    }
    #expect(wrong == 0)
    // FIPS 197, section 4.2.
    #expect(Field.multiply(0x57, 0x83) == 0xC1)
  }

  @Test func `every byte but 0 times its inverse is 1`() {
    #expect((1...UInt8.max).allSatisfy { Field.multiply($0, Field.invert($0)) == 1 })
    #expect(Field.invert(0) == 0)
  }

  /// A polynomial of known coefficients, evaluated plainly, is found again from any of its points.
  @Test func `interpolation finds a known polynomial at every place`() throws {
    let coefficients: [[UInt8]] = [[7, 0], [200, 1], [33, 255], [4, 90]]
    func plain(_ place: UInt8) -> [UInt8] {
      (0..<2).map { column in
        coefficients.reversed().reduce(UInt8(0)) { plainProduct($0, place) ^ $1[column] }
      }
    }
    var points = try Points(width: 2, capacity: 4)
    for place: UInt8 in [3, 0, 255, 14] {
      try points.append(SecretBytes(copying: plain(place)), at: place)
    }
    let polynomial = points.finish()
    for place in UInt8.min...UInt8.max {
      #expect(try polynomial.value(at: place, first: 4).bytes == plain(place))
    }
  }
}
