#include "intake/generic_name.h"

#include <gtest/gtest.h>

namespace xinglin {
namespace {

TEST(GenericName, TakesTheDosageFormOff) {
    EXPECT_EQ(generic_name_of("巴氯芬片"), "巴氯芬");
    EXPECT_EQ(generic_name_of("奥美拉唑肠溶胶囊"), "奥美拉唑");
    EXPECT_EQ(generic_name_of("注射用头孢曲松钠"), "头孢曲松钠");
    EXPECT_EQ(generic_name_of("盐酸氨溴索口服溶液"), "盐酸氨溴索");
    EXPECT_EQ(generic_name_of("阿莫西林克拉维酸钾(4:1)分散片"), "阿莫西林克拉维酸钾");
    EXPECT_EQ(generic_name_of("胸腺肽肠溶片（薄膜）"), "胸腺肽");
}

TEST(GenericName, KeepsWhatWouldBeNoName) {
    EXPECT_EQ(generic_name_of("安宫牛黄丸"), "安宫牛黄丸");
    EXPECT_EQ(generic_name_of("消炎片"), "消炎片");
    EXPECT_EQ(generic_name_of("钙片"), "钙片");
    EXPECT_EQ(generic_name_of("注射用水"), "注射用水");
    EXPECT_EQ(generic_name_of("片"), "片");
    EXPECT_EQ(generic_name_of(""), "");
    EXPECT_EQ(generic_name_of("(备注)"), "(备注)");
}

TEST(GenericName, IsItsOwnGenericName) {
    for (const char* product : {"巴氯芬片", "注射用头孢曲松钠", "安宫牛黄丸", "奥美拉唑肠溶胶囊"}) {
        EXPECT_EQ(generic_name_of(generic_name_of(product)), generic_name_of(product));
    }
}

}  // namespace
}  // namespace xinglin
